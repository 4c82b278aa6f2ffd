// The document of GET /openapi.json and the tables that it is to agree with.
#include "tools/segmentsd/http/openapi.h"

#include <algorithm>
#include <set>
#include <string>

#include "tests/support/catch.h"
#include "tools/segmentsd/http/routes.h"
#include "tools/segmentsd/http/text.h"
#include "tools/segmentsd/keys/keys.h"

namespace segmentsd {
namespace {

using Names = std::set<std::string>;

// "GET /v1/segments" and so on.
Names operations(const Json& document) {
  Names names;
  for (const auto& [path, operations] : document["paths"].items())
    for (const auto& [method, operation] : operations.items()) {
      const bool added = names.insert(method + ' ' + path).second;
      CHECK(added);
    }
  return names;
}

TEST_CASE("the document has the operations of the routes, and no other", "[segmentsd]") {
  Names expected;
  for (const Route& route : routes())
    expected.insert(lower_case(route.method) + ' ' + std::string(route.path));
  for (const std::string_view path : open_paths()) expected.insert("get " + std::string(path));
  REQUIRE(expected.size() > 30);
  CHECK(operations(make_openapi()) == expected);
  CHECK(operations(Json::parse(kWrittenOpenapi)) == expected);
}

TEST_CASE("an operation asks for the scopes of its route", "[segmentsd]") {
  const Json document = make_openapi();
  for (const Route& route : routes()) {
    CAPTURE(route.method, route.path);
    const Json& operation = document["paths"][std::string(route.path)][lower_case(route.method)];
    REQUIRE(operation["security"].size() == 1);
    CHECK(operation["security"][0] == Json{{"bearer", route.scopes}});
    CHECK(operation["summary"] == route.summary);
    CHECK(operation.contains("requestBody") == route.takes_body);
  }
}

TEST_CASE("every scope is described", "[segmentsd]") {
  const Json document = make_openapi();
  Names described;
  for (const auto& [scope, words] :
       document["components"]["securitySchemes"]["bearer"]["x-scopes"].items()) {
    CHECK_FALSE(words.get<std::string>().empty());
    described.insert(scope);
  }
  CHECK(described == Names(std::begin(kScopes), std::end(kScopes)));
}

TEST_CASE("every code of an error is in the response of its status, with its type", "[segmentsd]") {
  const Json document = make_openapi();
  for (const ErrorCode& code : error_codes()) {
    CAPTURE(code.code);
    const Json& schema =
        document["components"]["responses"]["Error" + std::to_string(code.status)]["content"]
                ["application/json"]["schema"]["properties"]["error"]["properties"];
    for (const auto& [property, value] : {std::pair{"code", code.code}, {"type", code.type}}) {
      const Json& known = schema[property]["enum"];
      CHECK(std::count(known.begin(), known.end(), value) == 1);
    }
  }
}

}  // namespace
}  // namespace segmentsd
