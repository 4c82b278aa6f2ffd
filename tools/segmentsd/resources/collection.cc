#include "tools/segmentsd/resources/collection.h"

#include <fmt/format.h>
#include <tamis/sqlite_query.h>

#include <algorithm>
#include <charconv>

#include "tools/segmentsd/keys/random.h"

namespace segmentsd {
namespace {

constexpr int kDefaultLimit = 20;
constexpr int kMaxLimit = 100;

struct PageQuery {
  int limit = kDefaultLimit;
  std::int64_t anchor = 0;  // 0: from the newest on
  bool backwards = false;
};

std::string parameter(const Call& call, const std::string& name) {
  const auto [first, last] = call.query.equal_range(name);
  if (first == last) return {};
  if (std::next(first) != last)
    throw ApiError("INVALID_QUERY_PARAMETER", fmt::format("`{}` is given twice", name));
  if (first->second.empty())
    throw ApiError("INVALID_QUERY_PARAMETER", fmt::format("`{}` is empty", name));
  return first->second;
}

PageQuery read_query(Call& call, const Collection& collection) {
  allow_query(call, {"limit", "after", "before"});
  PageQuery query;
  if (const std::string limit = parameter(call, "limit"); !limit.empty()) {
    const auto [end, error] =
        std::from_chars(limit.data(), limit.data() + limit.size(), query.limit);
    if (error != std::errc() || end != limit.data() + limit.size() || query.limit < 1 ||
        query.limit > kMaxLimit)
      throw ApiError("INVALID_QUERY_PARAMETER",
                     fmt::format("`limit` must be a number from 1 to {}", kMaxLimit));
  }
  const std::string after = parameter(call, "after");
  const std::string before = parameter(call, "before");
  if (!after.empty() && !before.empty())
    throw ApiError("INVALID_QUERY_PARAMETER", "`after` and `before` exclude each other");
  query.backwards = !before.empty();
  if (const std::string& id = query.backwards ? before : after; !id.empty()) {
    query.anchor = find_row(call, collection, id);
    if (query.anchor == 0)
      throw ApiError(
          "INVALID_QUERY_PARAMETER",
          fmt::format("`{}` names no {}", query.backwards ? "before" : "after", collection.object));
  }
  return query;
}

// One more than is asked for, which tells whether there are more.
std::vector<std::int64_t> rows(Call& call, const Collection& collection, const PageQuery& query,
                               const Rule* rule) {
  const std::string place = query.anchor == 0 ? "? = 0" : query.backwards ? "pk > ?" : "pk < ?";
  const std::string filter = rule == nullptr ? "" : " AND (" + rule->filter.text + ")";
  const std::string sql =
      fmt::format("SELECT pk FROM {} WHERE workspace = ? AND {}{} ORDER BY pk {} LIMIT ?",
                  collection.table, place, filter, query.backwards ? "ASC" : "DESC");
  Statement statement = rule == nullptr
                            ? call.db.query(sql, {call.workspace_pk, query.anchor})
                            : call.db.query_once(sql, {call.workspace_pk, query.anchor});
  int limit_mark = 3;
  if (rule != nullptr) {
    const int code = tamis::sqlite::bind(statement.get(), rule->filter, call.context(), 3);
    if (code != SQLITE_OK) throw StoreError(code & 0xff, sqlite3_errstr(code));
    limit_mark += static_cast<int>(rule->filter.params.size());
  }
  statement.bind(limit_mark, std::int64_t{query.limit} + 1);
  std::vector<std::int64_t> found;
  while (statement.step()) found.push_back(statement.integer(0));
  return found;
}

}  // namespace

std::string new_id(const Collection& collection) {
  return std::string(collection.prefix) + random_hex(12);
}

std::int64_t find_row(Call& call, const Collection& collection, const std::string& id) {
  Statement row = call.db.query(
      fmt::format("SELECT pk FROM {} WHERE id = ? AND workspace = ?", collection.table),
      {id, call.workspace_pk});
  return row.step() ? row.integer(0) : 0;
}

std::int64_t target(Call& call, const Collection& collection) {
  const std::int64_t pk = find_row(call, collection, call.id);
  if (pk == 0)
    throw ApiError(collection.not_found, fmt::format("there is no such {}", collection.object));
  return pk;
}

Json deleted(const Collection& collection, const std::string& id) {
  return {{"object", collection.object}, {"id", id}};
}

Json page(Call& call, const Collection& collection,
          const std::function<Json(std::int64_t pk)>& render, const Rule* rule) {
  const PageQuery query = read_query(call, collection);
  std::vector<std::int64_t> found = rows(call, collection, query, rule);
  const bool more = found.size() > static_cast<std::size_t>(query.limit);
  if (more) found.pop_back();
  if (query.backwards) std::reverse(found.begin(), found.end());
  Json data = Json::array();
  for (const std::int64_t pk : found) data.push_back(render(pk));
  return {{"object", fmt::format("{}_list", collection.object)},
          {"hasMore", more},
          {"data", std::move(data)}};
}

void allow_query(const Query& query, std::initializer_list<std::string_view> names) {
  for (const auto& [name, value] : query)
    if (std::find(names.begin(), names.end(), name) == names.end())
      throw ApiError("INVALID_QUERY_PARAMETER",
                     "this request takes no such query parameter: " + name);
}

}  // namespace segmentsd
