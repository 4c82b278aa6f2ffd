#include "tools/segmentsd/http/service.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>

#include "tools/segmentsd/http/framing.h"
#include "tools/segmentsd/http/idempotency.h"
#include "tools/segmentsd/http/log.h"
#include "tools/segmentsd/http/text.h"
#include "tools/segmentsd/segments/membership.h"

namespace segmentsd {
namespace {

std::string dump(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Response to_response(const Reply& reply) {
  Response response{reply.status, dump(reply.body), {}};
  if (!reply.etag.empty()) response.headers["ETag"] = reply.etag;
  return response;
}

Response to_response(const ApiError& error, const Request& request) {
  return {error.status(), dump(error.envelope(request.id)), {}};
}

// A worker serves each, however slow its client is: most are for other requests.
constexpr std::ptrdiff_t kMaxLinesRequests = 4;

// Any plan is good for so few.
constexpr std::int64_t kFewContacts = 10'000;

std::int64_t last_contact(Database& db) {
  Statement row = db.query("SELECT ifnull(max(pk), 0) FROM contacts");
  row.step();
  return row.integer(0);
}

void require_type(const Request& request, std::string_view expected) {
  const std::string_view type =
      std::string_view(request.content_type).substr(0, request.content_type.find(';'));
  if (lower_case(trimmed(type)) != expected)
    throw ApiError("UNSUPPORTED_MEDIA_TYPE",
                   fmt::format("the body must be of the type {}", expected));
}

std::string read_body(const Request& request) {
  require_type(request, "application/json");
  std::string body;
  if (!request.read_body(kMaxBody, [&](std::string_view bytes) { body += bytes; }))
    throw ApiError("PAYLOAD_TOO_LARGE", "a body may have at most 1 MiB");
  return body;
}

}  // namespace

std::int64_t now(const Options& options) {
  std::int64_t ms = tamis::Context::now().now_ms;
  if (!options.clock_file.empty()) std::ifstream(options.clock_file) >> ms;
  return ms;
}

Service::Service(const Options& options)
    : options_(options), pool_(options.db), limiter_(options.rate), lines_free_(kMaxLinesRequests) {
  refresh();
}

std::int64_t Service::now() const {
  return segmentsd::now(options_);
}

void Service::refresh() {
  const tamis::Context context{.now_ms = now()};
  const bool set_back = context.now_ms < refreshed_at_;
  const auto db = pool_.lend();
  if (set_back || any_due(*db, context)) {
    const std::lock_guard writer(pool_.writers());
    Transaction transaction(*db, Transaction::Kind::Write);
    refresh_moving(*db, workspaces_, context, set_back ? Moving::All : Moving::Due);
    transaction.commit();
  }
  refreshed_at_ = context.now_ms;
  analyse(*db);
}

// Again when there are twice as many contacts. Without it SQLite takes each index for as good as
// another, and a search by a country and a property for one that needs both for every contact.
void Service::analyse(Database& db) {
  const std::int64_t contacts = last_contact(db);
  if (contacts < kFewContacts || contacts < 2 * analysed_at_) return;
  analysed_at_ = contacts;
  try {
    const std::lock_guard writer(pool_.writers());
    db.run("PRAGMA analysis_limit = 1000");
    db.run("ANALYZE");
  } catch (const StoreError& error) {  // a full disk; the service goes on without
    log_line("error", {{"analysis", error.what()}});
  }
}

Key Service::authenticate(const Request& request, Database& db) const {
  constexpr std::string_view kScheme = "bearer ";
  if (request.authorization.empty())
    throw ApiError("MISSING_API_KEY", "the request has no header `Authorization: Bearer …`");
  if (lower_case(std::string_view(request.authorization).substr(0, kScheme.size())) != kScheme)
    throw ApiError("INVALID_API_KEY", "the header `Authorization` must be `Bearer` and a key");
  const auto key =
      find_key(db, trimmed(std::string_view(request.authorization).substr(kScheme.size())), now());
  if (!key) throw ApiError("INVALID_API_KEY", "the key is not known, revoked or expired");
  return *key;
}

void Service::limit(const Key& key, std::map<std::string, std::string>& headers) {
  const RateState state = limiter_.count(key.id, now());
  if (limiter_.limits().per_minute != 0) {
    headers["RateLimit-Limit"] = std::to_string(limiter_.limits().per_minute);
    headers["RateLimit-Remaining"] = std::to_string(state.remaining);
    headers["RateLimit-Reset"] = std::to_string(state.reset_seconds);
  }
  if (state.allowed) return;
  headers["Retry-After"] = std::to_string(state.reset_seconds);
  throw ApiError("RATE_LIMIT_EXCEEDED", "the key has made too many requests");
}

Response Service::run(const Request& request, const RouteMatch& match, const Key& key,
                      Database& db) {
  const Route& route = *match.route;
  std::string body = route.takes_body ? read_body(request) : std::string();
  const bool writes = route.transaction == Transaction::Kind::Write;
  std::unique_lock<Writers> writer;
  if (writes) writer = std::unique_lock(pool_.writers());
  Transaction transaction(db, route.transaction);
  Idempotency idempotency(db, key.workspace, now(), request, body);
  if (writes && idempotency.applies())
    if (auto earlier = idempotency.earlier()) return *earlier;
  Call call{.db = db,
            .workspaces = workspaces_,
            .workspace_pk = key.workspace,
            .now = now(),
            .id = match.id,
            .body = std::move(body),
            .if_match = request.if_match,
            .query = request.query};
  const Reply reply = route.handler(call);
  Response response = to_response(reply);
  if (!reply.keep) return response;
  if (writes && idempotency.applies()) idempotency.keep(response);
  transaction.commit();
  return response;
}

Response Service::run_lines(const Request& request, const Route& route, const Key& key,
                            Database& db) {
  require_type(request, "application/x-ndjson");
  if (!request.idempotency_key.empty())
    throw ApiError("INVALID_REQUEST",
                   "an import takes no `Idempotency-Key`: sent again, it updates what it created");
  if (!lines_free_.try_acquire())
    throw ApiError("SERVICE_UNAVAILABLE", "other imports are running; try again later");
  // Free again when the answer has been sent.
  const std::shared_ptr<void> place(nullptr, [this](void*) { lines_free_.release(); });
  const auto held = std::make_shared<std::pair<Spool, std::shared_ptr<void>>>(Spool(), place);
  const std::shared_ptr<Spool> answer(held, &held->first);
  const auto read = [&](const BodySink& sink) {
    const bool fits = request.read_body(kMaxLinesBody, [&](std::string_view bytes) {
      if (stopped_) throw ApiError("SERVICE_UNAVAILABLE", "the service is stopping");
      sink(bytes);
    });
    if (!fits) throw ApiError("PAYLOAD_TOO_LARGE", "an import may have at most 64 MiB");
  };
  LinesCall call{.db = db,
                 .workspaces = workspaces_,
                 .writers = pool_.writers(),
                 .workspace_pk = key.workspace,
                 .query = request.query,
                 .now = [this] { return now(); },
                 .read = read,
                 .answer = *answer};
  route.lines_handler(call);
  return {.body = {}, .lines = answer};
}

Response Service::handle(const Request& request, std::map<std::string, std::string>& headers) {
  const auto match = find_route(request.method == "HEAD" ? "GET" : request.method, request.path);
  if (!match) throw ApiError("NOT_FOUND", "there is no such path");
  if (match->route == nullptr) {
    headers["Allow"] = match->allow;
    throw ApiError("METHOD_NOT_ALLOWED", "the path does not take this method");
  }
  const auto db = pool_.lend();
  const Key key = authenticate(request, *db);
  limit(key, headers);
  for (const std::string_view scope : match->route->scopes)
    if (!key.may(scope))
      throw ApiError("INSUFFICIENT_SCOPE", fmt::format("the key lacks the scope `{}`", scope), {},
                     {{"scope", scope}});
  if (match->route->lines_handler) return run_lines(request, *match->route, key, *db);
  return run(request, *match, key, *db);
}

Response Service::answer(const Request& request) {
  std::map<std::string, std::string> headers;
  Response response;
  try {
    response = handle(request, headers);
  } catch (const ApiError& error) {
    if (error.code() == "SERVICE_UNAVAILABLE") headers["Retry-After"] = "1";
    response = to_response(error, request);
  } catch (const StoreError& error) {
    const bool passing = error.passes();
    log_line("error", {{"requestId", request.id}, {"store", error.what()}});
    if (passing) headers["Retry-After"] = "1";
    response = to_response(ApiError(passing ? "SERVICE_UNAVAILABLE" : "INTERNAL_ERROR",
                                    "the request could not be carried out; nothing has changed"),
                           request);
  } catch (const std::exception& error) {
    log_line("error", {{"requestId", request.id}, {"failure", error.what()}});
    response = to_response(
        ApiError("INTERNAL_ERROR", "the request could not be carried out; nothing has changed"),
        request);
  }
  if (response.status == 401) headers["WWW-Authenticate"] = "Bearer";
  response.headers.merge(headers);
  response.headers["X-Request-Id"] = request.id;
  ++by_class_[static_cast<std::size_t>(response.status / 100)];
  return response;
}

Response Service::health(const Request& request) {
  std::string trouble = "the file is not at its path any more";
  try {
    const auto db = pool_.lend();
    db->query("SELECT pk, revision FROM workspaces LIMIT 1").step();
    if (!db->moved()) return {200, R"({"status":"ok"})"};
  } catch (const StoreError& error) {
    trouble = error.what();
  }
  log_line("error", {{"requestId", request.id}, {"store", trouble}});
  Response response =
      to_response(ApiError("SERVICE_UNAVAILABLE", "the database cannot be used"), request);
  response.headers["Retry-After"] = "1";
  return response;
}

std::string Service::metrics() const {
  std::string text =
      "# HELP segmentsd_responses_total Responses by class of status.\n"
      "# TYPE segmentsd_responses_total counter\n";
  for (std::size_t i = 2; i < by_class_.size(); ++i)
    text += fmt::format("segmentsd_responses_total{{class=\"{}xx\"}} {}\n", i, by_class_[i].load());
  return text;
}

}  // namespace segmentsd
