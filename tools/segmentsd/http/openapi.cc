#include "tools/segmentsd/http/openapi.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "tools/segmentsd/http/routes.h"
#include "tools/segmentsd/http/text.h"
#include "tools/segmentsd/keys/random.h"

namespace segmentsd {
namespace {

// A route, and what openapi.json says of it.
struct Operation {
  const Route& route;
  const Json& written;
};

bool any(const Operation&) {
  return true;
}

bool has_id(const Operation& operation) {
  return operation.route.path.find('{') != std::string_view::npos;
}

bool takes_body(const Operation& operation) {
  return operation.route.takes_body;
}

bool takes_json(const Operation& operation) {
  return operation.written.contains("requestBody") &&
         operation.written["requestBody"]["content"].contains("application/json");
}

bool keeps_answers(const Operation& operation) {
  return operation.route.method == "POST" &&
         operation.route.transaction == Transaction::Kind::Write && takes_json(operation);
}

// Which operations answer a status; what one of them alone answers stands in openapi.json.
struct Answered {
  int status;
  bool (*by)(const Operation&);
};
constexpr Answered kAnswered[] = {
    {400, any},           {401, any},        {403, any},        {404, has_id},
    {409, keeps_answers}, {413, takes_body}, {415, takes_body}, {422, takes_json},
};

// Before the route is known, so by every path: what the connection or the library refuses.
constexpr int kBeforeRoute[] = {400, 408, 414, 416, 429, 431, 500, 503};

struct StatusHeader {
  int status;
  std::string_view name;
};
constexpr StatusHeader kHeaders[] = {
    {401, "WWW-Authenticate"}, {405, "Allow"}, {429, "Retry-After"}, {503, "Retry-After"}};
constexpr std::string_view kRateHeaders[] = {"RateLimit-Limit", "RateLimit-Remaining",
                                             "RateLimit-Reset"};

Json reference(std::string_view kind, std::string_view name) {
  return {{"$ref", fmt::format("#/components/{}/{}", kind, name)}};
}

void add_header(Json& response, std::string_view name) {
  response["headers"][std::string(name)] = reference("headers", name);
}

// Of every answer; those of the limits only where a key is asked for.
void add_headers(Json& response, bool limited) {
  add_header(response, "X-Request-Id");
  if (!limited) return;
  for (const std::string_view name : kRateHeaders) add_header(response, name);
}

std::string error_name(int status) {
  return fmt::format("Error{}", status);
}

// The envelope with the codes and types of one status.
Json error_response(int status) {
  Json codes = Json::array();
  Json types = Json::array();
  for (const ErrorCode& code : error_codes())
    if (code.status == status) {
      codes.push_back(code.code);
      if (std::find(types.begin(), types.end(), code.type) == types.end())
        types.push_back(code.type);
    }
  Json schema = reference("schemas", "Error");
  schema["properties"]["error"]["properties"] = {{"type", {{"enum", types}}},
                                                 {"code", {{"enum", codes}}}};
  if (status == 422) schema["properties"]["error"]["required"] = Json::array({"validationErrors"});
  std::string names;
  for (const Json& code : codes)
    names += (names.empty() ? "" : ", ") + fmt::format("`{}`", code.get<std::string>());
  Json response{{"description", names + "."}};
  add_headers(response, true);
  for (const StatusHeader& header : kHeaders)
    if (header.status == status) add_header(response, header.name);
  response["content"]["application/json"]["schema"] = std::move(schema);
  return response;
}

void add_error(Json& operation, int status) {
  operation["responses"][std::to_string(status)] = reference("responses", error_name(status));
}

// "segmentId" of "/v1/segments/{segmentId}/contacts".
std::string_view id_name(std::string_view path) {
  const std::size_t begin = path.find('{') + 1;
  return path.substr(begin, path.find('}') - begin);
}

Json operation_of(const Operation& given) {
  const auto& [route, written] = given;
  Json operation{{"operationId", written.at("operationId")},
                 {"summary", route.summary},
                 {"security", Json::array({{{"bearer", route.scopes}}})}};
  operation.update(written);
  Json parameters = Json::array();
  if (has_id(given))
    parameters.push_back({{"name", id_name(route.path)},
                          {"in", "path"},
                          {"required", true},
                          {"schema", {{"type", "string"}}}});
  if (keeps_answers(given)) parameters.push_back(reference("parameters", "idempotencyKey"));
  if (written.contains("parameters"))
    parameters.insert(parameters.end(), written["parameters"].begin(), written["parameters"].end());
  if (!parameters.empty()) operation["parameters"] = std::move(parameters);
  for (const Answered& answered : kAnswered)
    if (answered.by(given)) add_error(operation, answered.status);
  return operation;
}

void complete(Json& operation, bool limited) {
  for (auto& [status, response] : operation["responses"].items())
    if (!response.contains("$ref")) add_headers(response, limited);
  for (const int status : kBeforeRoute) add_error(operation, status);
}

}  // namespace

Json make_openapi() {
  const Json written = Json::parse(kWrittenOpenapi);
  Json document = written;
  Json& paths = document["paths"] = Json::object();
  for (const Route& route : routes()) {
    const std::string path(route.path);
    const std::string method = lower_case(route.method);
    if (!written["paths"].contains(path) || !written["paths"][path].contains(method))
      throw std::logic_error(fmt::format("openapi.json lacks {} {}", route.method, route.path));
    Json& operation = paths[path][method] = operation_of({route, written["paths"][path][method]});
    complete(operation, true);
  }
  for (const std::string_view open : open_paths()) {
    const std::string path(open);
    paths[path] = written["paths"].at(path);
    complete(paths[path]["get"], false);
  }
  for (const ErrorCode& code : error_codes())
    document["components"]["responses"][error_name(code.status)] = error_response(code.status);
  return document;
}

const Document& openapi() {
  static const Document kDocument = [] {
    Document document{make_openapi().dump(), {}};
    std::string hash;
    for (const char byte : sha256(document.text).substr(0, 8))
      hash += fmt::format("{:02x}", static_cast<unsigned char>(byte));
    document.etag = '"' + hash + '"';
    return document;
  }();
  return kDocument;
}

}  // namespace segmentsd
