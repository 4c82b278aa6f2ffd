#include "tools/segmentsd/http/adapter.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <span>
#include <utility>

#include "tools/segmentsd/http/connections.h"
#include "tools/segmentsd/http/framing.h"
#include "tools/segmentsd/http/log.h"
#include "tools/segmentsd/http/openapi.h"
#include "tools/segmentsd/http/text.h"
#include "tools/segmentsd/keys/random.h"

namespace segmentsd {
namespace {

std::string header(const httplib::Request& request, const char* name) {
  return request.get_header_value(name);
}

// A list may stand in several lines.
std::string list_header(const httplib::Request& request, const char* name) {
  std::string list = header(request, name);
  for (std::size_t i = 1; i < request.get_header_value_count(name); ++i)
    list += ", " + request.get_header_value(name, i);
  return list;
}

// A request's body, which is read once. Without a length it is empty, as HTTP says; the library
// would wait for the end of the connection.
class BodyReader {
 public:
  BodyReader(const httplib::Request& request, const httplib::ContentReader* reader)
      : reader_(reader) {
    const bool has_length = request.has_header("Content-Length");
    if (!has_length && !request.has_header("Transfer-Encoding")) reader_ = nullptr;
    if (has_length) length_ = request.get_header_value<std::uint64_t>("Content-Length");
  }

  // Counts what arrives: cpp-httplib 0.11 lets chunked bodies past its own limit.
  bool read(std::size_t max, const BodySink& sink) {
    if (reader_ == nullptr) return true;
    if (length_ > max) return false;
    std::size_t size = 0;
    std::chrono::nanoseconds own{0};  // the sink's time, which is not the client's
    const auto begun = Clock::now();
    auto last = begun;  // when something had come and was dealt with
    const bool whole = (*std::exchange(reader_, nullptr))([&](const char* data, std::size_t count) {
      size += count;
      if (size > max) return false;
      const auto since = Clock::now();
      sink({data, count});
      last = Clock::now();
      own += last - since;
      return true;
    });
    if (size > max) return false;
    const auto now = Clock::now();
    if (!whole && (now - last >= kPatience || now - begun - own >= patience(size)))
      throw ApiError("REQUEST_TIMEOUT", "the body took too long");
    if (!whole) throw ApiError("INVALID_REQUEST", "the body broke off");
    return true;
  }

 private:
  const httplib::ContentReader* reader_;
  std::uint64_t length_ = 0;
};

Request to_request(const httplib::Request& from, BodyReader& body) {
  Request request{.method = from.method,
                  .path = from.path,
                  .id = "req_" + random_hex(12),
                  .query = {},
                  .authorization = header(from, "Authorization"),
                  .content_type = header(from, "Content-Type"),
                  .if_match = list_header(from, "If-Match"),
                  .idempotency_key = header(from, "Idempotency-Key"),
                  .read_body = {}};
  request.query.insert(from.params.begin(), from.params.end());
  request.read_body = [&body](std::size_t max, const BodySink& sink) {
    return body.read(max, sink);
  };
  return request;
}

void log(const Request& request, const Response& response, Clock::time_point since) {
  log_line("info",
           {{"requestId", request.id},
            {"method", request.method},
            {"path", request.path},
            {"status", response.status},
            {"ms", std::chrono::duration<double, std::milli>(Clock::now() - since).count()}});
}

void write_lines(const std::shared_ptr<const Spool>& lines, httplib::Response& to) {
  constexpr const char* kType = "application/x-ndjson";
  const std::size_t size = lines->size();
  if (size == 0) return to.set_content("", kType);
  to.set_content_provider(
      size, kType, [lines](std::size_t offset, std::size_t length, httplib::DataSink& sink) {
        std::array<char, 65536> buffer;
        const std::span<char> part(buffer.data(), std::min(length, buffer.size()));
        const std::size_t count = lines->read(offset, part);
        return count != 0 && sink.write(buffer.data(), count);
      });
}

void write(const Response& response, httplib::Response& to) {
  to.status = response.status;
  for (const auto& [name, value] : response.headers) to.set_header(name, value);
  if (response.lines != nullptr) return write_lines(response.lines, to);
  if (response.body.empty()) return;
  const auto type = response.headers.find("Content-Type");
  to.set_content(response.body, type == response.headers.end() ? "application/json" : type->second);
}

void answer(Service& service, const httplib::Request& from, httplib::Response& to,
            const httplib::ContentReader* reader) {
  const auto since = Clock::now();
  BodyReader body(from, reader);
  const Request request = to_request(from, body);
  const Response response = service.answer(request);
  write(response, to);
  log(request, response, since);
}

// A path that asks for no key.
void answer_open(const httplib::Request& from, httplib::Response& to,
                 const std::function<Response(const httplib::Request&, const Request&)>& answer) {
  const auto since = Clock::now();
  BodyReader none(from, nullptr);
  const Request request = to_request(from, none);
  Response response = answer(from, request);
  response.headers["X-Request-Id"] = request.id;
  write(response, to);
  log(request, response, since);
}

Response document(const httplib::Request& from, const Request&) {
  const Document& document = openapi();
  const bool known = names_etag(header(from, "If-None-Match"), document.etag);
  return {known ? 304 : 200, known ? "" : document.text, {{"ETag", document.etag}}};
}

// What cpp-httplib refuses by itself has a status and no body.
void fill_error(const httplib::Request& from, httplib::Response& to) {
  if (!to.body.empty()) return;
  constexpr std::pair<int, std::string_view> kCodes[] = {{404, "NOT_FOUND"},
                                                         {413, "PAYLOAD_TOO_LARGE"},
                                                         {414, "URI_TOO_LONG"},
                                                         {416, "RANGE_NOT_SATISFIABLE"},
                                                         {500, "INTERNAL_ERROR"}};
  std::string_view code = "INVALID_REQUEST";
  for (const auto& [status, name] : kCodes)
    if (status == to.status) code = name;
  const ApiError error(code, "the request is not one that this server reads");
  BodyReader none(from, nullptr);
  const Request request = to_request(from, none);
  write(
      {error.status(), error.envelope(request.id).dump(), {{"X-Request-Id", request.id}}, nullptr},
      to);
}

}  // namespace

void add_routes(httplib::Server& server, Service& service) {
  // The library would say otherwise of itself to HEAD.
  server.set_default_headers({{"Accept-Ranges", "none"}});
  const auto open = [&](const char* path, auto answer) {
    server.Get(path, [answer](const httplib::Request& from, httplib::Response& to) {
      answer_open(from, to, answer);
    });
  };
  open("/healthz",
       [&](const httplib::Request&, const Request& request) { return service.health(request); });
  open("/metrics", [&](const httplib::Request&, const Request&) {
    return Response{200, service.metrics(), {{"Content-Type", "text/plain; version=0.0.4"}}};
  });
  open("/openapi.json", document);
  const auto plain = [&](const httplib::Request& from, httplib::Response& to) {
    answer(service, from, to, nullptr);
  };
  const auto with_body = [&](const httplib::Request& from, httplib::Response& to,
                             const httplib::ContentReader& reader) {
    answer(service, from, to, &reader);
  };
  const char* all = R"([^]*)";
  server.Get(all, plain);
  server.Options(all, plain);
  server.Post(all, with_body);
  server.Put(all, with_body);
  server.Patch(all, with_body);
  server.Delete(all, with_body);
  server.set_error_handler(fill_error);
  server.set_exception_handler([](const httplib::Request&, httplib::Response& to,
                                  const std::exception_ptr&) { to.status = 500; });
}

std::string refusal(std::string_view code, std::string_view message) {
  const ApiError error(code, std::string(message));
  const std::string id = "req_" + random_hex(12);
  const Response response{error.status(), error.envelope(id).dump()};
  Request none;
  none.id = id;
  log(none, response, Clock::now());
  const bool passes = response.status == 429 || response.status == 503;
  return fmt::format(
      "HTTP/1.1 {} \r\nContent-Type: application/json\r\nContent-Length: {}\r\n"
      "Connection: close\r\n{}X-Request-Id: {}\r\n\r\n{}",
      response.status, response.body.size(), passes ? "Retry-After: 1\r\n" : "", id, response.body);
}

}  // namespace segmentsd
