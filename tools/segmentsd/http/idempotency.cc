#include "tools/segmentsd/http/idempotency.h"

#include "tools/segmentsd/http/error.h"
#include "tools/segmentsd/http/service.h"
#include "tools/segmentsd/keys/random.h"

namespace segmentsd {
namespace {

constexpr std::int64_t kKeptMs = 24LL * 3600 * 1000;
constexpr std::size_t kMaxKey = 255;

}  // namespace

Idempotency::Idempotency(Database& db, std::int64_t workspace, std::int64_t now,
                         const Request& request, const std::string& body)
    : db_(db), workspace_(workspace), now_(now) {
  if (request.method != "POST" || request.idempotency_key.empty()) return;
  if (request.idempotency_key.size() > kMaxKey)
    throw ApiError("INVALID_REQUEST", "`Idempotency-Key` has more than 255 bytes");
  key_ = request.idempotency_key;
  hash_ = sha256(request.method + ' ' + request.path + '\n' + body);
}

std::optional<Response> Idempotency::earlier() {
  db_.run("DELETE FROM idempotency WHERE workspace = ? AND key = ? AND created_at <= ?",
          {workspace_, key_, now_ - kKeptMs});
  Statement row = db_.query(
      "SELECT request_hash, status, body, etag FROM idempotency WHERE workspace = ? AND key = ?",
      {workspace_, key_});
  if (!row.step()) return std::nullopt;
  if (row.text(0) != hash_)
    throw ApiError("RESOURCE_CONFLICT", "`Idempotency-Key` was used for another request");
  Response response{static_cast<int>(row.integer(1)), row.text(2), {}};
  if (!row.text(3).empty()) response.headers["ETag"] = row.text(3);
  return response;
}

void Idempotency::keep(const Response& response) {
  const auto etag = response.headers.find("ETag");
  db_.run(
      "INSERT INTO idempotency (workspace, key, request_hash, status, body, etag, created_at) "
      "VALUES (?, ?, ?, ?, ?, ?, ?)",
      {workspace_, key_, hash_, std::int64_t{response.status}, response.body,
       etag == response.headers.end() ? std::string() : etag->second, now_});
}

}  // namespace segmentsd
