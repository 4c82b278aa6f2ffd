// A request to the API in the caller's own process.
#pragma once

#include <string>

#include "tools/segmentsd/http/json.h"
#include "tools/segmentsd/http/service.h"

namespace segmentsd {

inline Request api_request(const std::string& method, const std::string& path,
                           const std::string& key, const Json& body) {
  Request request;
  request.method = method;
  request.path = path;
  request.id = "req_test";
  request.authorization = "Bearer " + key;
  request.content_type = "application/json";
  request.read_body = [text = body.dump()](std::size_t, const BodySink& sink) {
    sink(text);
    return true;
  };
  return request;
}

}  // namespace segmentsd
