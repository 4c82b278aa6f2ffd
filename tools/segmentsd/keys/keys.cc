#include "tools/segmentsd/keys/keys.h"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>

#include "tools/segmentsd/keys/random.h"
#include "tools/segmentsd/store/database.h"

namespace segmentsd {

bool Key::may(std::string_view scope) const {
  return std::find(scopes.begin(), scopes.end(), scope) != scopes.end();
}

std::int64_t workspace_of(Database& db, const std::string& name) {
  db.run("INSERT INTO workspaces (name, revision) VALUES (?, ?) ON CONFLICT DO NOTHING",
         {name, random_hex(8)});
  return find_workspace(db, name).value();
}

std::optional<std::int64_t> find_workspace(Database& db, const std::string& name) {
  Statement found = db.query("SELECT pk FROM workspaces WHERE name = ?", {name});
  if (!found.step()) return std::nullopt;
  return found.integer(0);
}

std::string create_key(Database& db, const std::string& workspace,
                       const std::vector<std::string>& scopes, std::int64_t now,
                       std::optional<std::int64_t> expires_at) {
  Transaction transaction(db, Transaction::Kind::Write);
  std::string key = insert_key(db, workspace, scopes, now, expires_at);
  transaction.commit();
  return key;
}

std::string insert_key(Database& db, const std::string& workspace,
                       const std::vector<std::string>& scopes, std::int64_t now,
                       std::optional<std::int64_t> expires_at) {
  const std::string id = random_hex(8);
  const std::string secret = random_hex(24);
  db.run(
      "INSERT INTO api_keys (id, workspace, hash, scopes, created_at, expires_at) "
      "VALUES (?, ?, ?, ?, ?, ?)",
      {id, workspace_of(db, workspace), sha256(secret), fmt::format("{}", fmt::join(scopes, " ")),
       now, expires_at ? SqlValue(*expires_at) : SqlValue(nullptr)});
  return fmt::format("sk_{}_{}", id, secret);
}

bool revoke_key(Database& db, const std::string& id, std::int64_t now) {
  return db.run("UPDATE api_keys SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL",
                {now, id}) == 1;
}

std::vector<KeyLine> list_keys(Database& db, std::int64_t now) {
  Statement row = db.query(
      "SELECT k.id, w.name, k.scopes, CASE WHEN k.revoked_at IS NOT NULL THEN 2 "
      "WHEN k.expires_at <= ? THEN 1 ELSE 0 END, k.created_at "
      "FROM api_keys k JOIN workspaces w ON w.pk = k.workspace ORDER BY k.created_at, k.id",
      {now});
  constexpr std::string_view kStates[] = {"active", "expired", "revoked"};
  std::vector<KeyLine> keys;
  while (row.step())
    keys.push_back(
        {row.text(0), row.text(1), row.text(2), kStates[row.integer(3)], row.integer(4)});
  return keys;
}

std::optional<Key> find_key(Database& db, std::string_view shown, std::int64_t now) {
  constexpr std::string_view kPrefix = "sk_";
  if (!shown.starts_with(kPrefix)) return std::nullopt;
  shown.remove_prefix(kPrefix.size());
  const std::size_t cut = shown.find('_');
  if (cut == std::string_view::npos) return std::nullopt;
  const std::string id(shown.substr(0, cut));
  Statement row = db.query(
      "SELECT workspace, hash, scopes FROM api_keys WHERE id = ? AND revoked_at IS NULL "
      "AND (expires_at IS NULL OR expires_at > ?)",
      {id, now});
  if (!row.step() || !equal_secrets(row.text(1), sha256(shown.substr(cut + 1))))
    return std::nullopt;
  Key key{id, row.integer(0), {}};
  std::istringstream scopes(row.text(2));
  for (std::string scope; scopes >> scope;) key.scopes.push_back(scope);
  return key;
}

}  // namespace segmentsd
