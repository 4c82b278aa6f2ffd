// The table of endpoints: from it follow routing, the answer 405, scopes, and the OpenAPI paths.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tools/segmentsd/http/call.h"

namespace segmentsd {

struct Route {
  std::string_view method;
  std::string_view path;  // a component in braces is an id
  std::vector<std::string_view> scopes;
  bool takes_body;
  Transaction::Kind transaction;
  Handler handler;
  std::string_view summary;
  LinesHandler lines_handler = {};  // instead of a handler, of a body of lines
};

std::span<const Route> routes();
// Answered to everyone by GET, without a route: the service's own.
std::span<const std::string_view> open_paths();

// `route` is null when the path is known and the method is not one of its own.
struct RouteMatch {
  const Route* route = nullptr;
  std::string id;
  std::string allow;  // the path's methods: "GET, POST"
};
// nullopt: no such path.
std::optional<RouteMatch> find_route(std::string_view method, std::string_view path);

}  // namespace segmentsd
