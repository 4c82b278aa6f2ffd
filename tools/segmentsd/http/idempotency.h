// `Idempotency-Key` of a POST: the same key and request get the first answer for 24 hours.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "tools/segmentsd/store/database.h"

namespace segmentsd {

struct Request;
struct Response;

// Part of one transaction.
class Idempotency {
 public:
  Idempotency(Database& db, std::int64_t workspace, std::int64_t now, const Request& request,
              const std::string& body);

  bool applies() const { return !key_.empty(); }
  // The first answer; 409 when the key was used for another request.
  std::optional<Response> earlier();
  void keep(const Response& response);

 private:
  Database& db_;
  std::int64_t workspace_, now_;
  std::string key_, hash_;
};

}  // namespace segmentsd
