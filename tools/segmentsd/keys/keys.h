// API keys: `sk_<id>_<secret>`, of which the database keeps the id and the secret's hash.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace segmentsd {

class Database;

constexpr std::string_view kScopes[] = {"read:contacts",  "write:contacts", "read:topics",
                                        "write:topics",   "read:segments",  "write:segments",
                                        "read:campaigns", "write:campaigns"};

struct Key {
  std::string id;
  std::int64_t workspace = 0;
  std::vector<std::string> scopes;

  bool may(std::string_view scope) const;
};

// The key in full, which is not kept. The workspace is made if there is none of that name.
std::string create_key(Database& db, const std::string& workspace,
                       const std::vector<std::string>& scopes, std::int64_t now,
                       std::optional<std::int64_t> expires_at);
// As part of the caller's transaction.
std::string insert_key(Database& db, const std::string& workspace,
                       const std::vector<std::string>& scopes, std::int64_t now,
                       std::optional<std::int64_t> expires_at);
// False when there is no such key, or it is revoked already.
bool revoke_key(Database& db, const std::string& id, std::int64_t now);
// What may be told of a key, its secret not.
struct KeyLine {
  std::string id, workspace, scopes;
  std::string_view state;  // active, expired or revoked
  std::int64_t created_at = 0;
};
std::vector<KeyLine> list_keys(Database& db, std::int64_t now);  // newest last
// The key that a caller shows, if it is ours, not revoked and not expired.
std::optional<Key> find_key(Database& db, std::string_view shown, std::int64_t now);

// Made if there is none of that name.
std::int64_t workspace_of(Database& db, const std::string& name);
std::optional<std::int64_t> find_workspace(Database& db, const std::string& name);

}  // namespace segmentsd
