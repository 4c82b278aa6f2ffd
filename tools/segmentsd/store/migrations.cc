#include "tools/segmentsd/store/migrations.h"

#include <fmt/format.h>

#include <iterator>

#include "tools/segmentsd/store/database.h"

namespace segmentsd {
namespace {

// Step i takes a database from version i to version i + 1. A step that was released never changes.
constexpr const char* kSteps[] = {R"sql(
CREATE TABLE workspaces (
  pk       INTEGER PRIMARY KEY,
  name     TEXT NOT NULL UNIQUE,
  revision TEXT NOT NULL  -- another one after every change of segments, topics or properties
);
CREATE TABLE api_keys (
  id         TEXT PRIMARY KEY,
  workspace  INTEGER NOT NULL REFERENCES workspaces (pk),
  hash       BLOB NOT NULL,
  scopes     TEXT NOT NULL,  -- space-separated
  created_at INTEGER NOT NULL,
  expires_at INTEGER,
  revoked_at INTEGER
) WITHOUT ROWID;
CREATE TABLE contacts (
  pk              INTEGER PRIMARY KEY AUTOINCREMENT,
  workspace       INTEGER NOT NULL REFERENCES workspaces (pk),
  id              TEXT NOT NULL UNIQUE,
  email           TEXT NOT NULL,
  first_name      TEXT,
  last_name       TEXT,
  city            TEXT,
  phone           TEXT,
  country         TEXT,
  timezone        TEXT,
  status          TEXT NOT NULL,
  subscribed_at   INTEGER,
  unsubscribed_at INTEGER,
  created_at      INTEGER NOT NULL,
  updated_at      INTEGER NOT NULL,
  UNIQUE (workspace, email)
);
CREATE INDEX contacts_by_workspace ON contacts (workspace, pk);
CREATE INDEX contacts_by_country ON contacts (workspace, country);
CREATE INDEX contacts_by_created_at ON contacts (workspace, created_at);
CREATE TABLE contact_properties (
  pk            INTEGER PRIMARY KEY AUTOINCREMENT,
  workspace     INTEGER NOT NULL REFERENCES workspaces (pk),
  id            TEXT NOT NULL UNIQUE,
  name          TEXT NOT NULL,
  type          TEXT NOT NULL,
  default_value,
  created_at    INTEGER NOT NULL,
  updated_at    INTEGER NOT NULL,
  UNIQUE (workspace, name)
);
CREATE TABLE contact_values (
  contact  INTEGER NOT NULL REFERENCES contacts (pk) ON DELETE CASCADE,
  property INTEGER NOT NULL REFERENCES contact_properties (pk) ON DELETE CASCADE,
  value    NOT NULL,
  PRIMARY KEY (contact, property)
) WITHOUT ROWID;
CREATE INDEX contact_values_by_value ON contact_values (property, value);
CREATE TABLE topics (
  pk             INTEGER PRIMARY KEY AUTOINCREMENT,
  workspace      INTEGER NOT NULL REFERENCES workspaces (pk),
  id             TEXT NOT NULL UNIQUE,
  name           TEXT NOT NULL,
  slug           TEXT NOT NULL,
  description    TEXT,
  visibility     TEXT NOT NULL,
  default_opt_in INTEGER NOT NULL,
  created_at     INTEGER NOT NULL,
  updated_at     INTEGER NOT NULL,
  UNIQUE (workspace, slug)
);
CREATE TABLE contact_topics (
  contact INTEGER NOT NULL REFERENCES contacts (pk) ON DELETE CASCADE,
  topic   TEXT NOT NULL REFERENCES topics (id) ON DELETE CASCADE,
  state   TEXT NOT NULL,
  PRIMARY KEY (contact, topic)
) WITHOUT ROWID;
CREATE INDEX contact_topics_by_topic ON contact_topics (topic, state);
CREATE TABLE segments (
  pk           INTEGER PRIMARY KEY AUTOINCREMENT,
  workspace    INTEGER NOT NULL REFERENCES workspaces (pk),
  id           TEXT NOT NULL UNIQUE,
  name         TEXT NOT NULL,
  description  TEXT,
  conditions   TEXT NOT NULL,  -- as they were written
  version      INTEGER NOT NULL,
  member_count INTEGER NOT NULL,
  moves        INTEGER NOT NULL,  -- 1: has relative dates, so membership moves with time
  created_at   INTEGER NOT NULL,
  updated_at   INTEGER NOT NULL
);
CREATE INDEX segments_by_workspace ON segments (workspace, pk);
CREATE INDEX segments_that_move ON segments (pk) WHERE moves = 1;
CREATE TABLE members (
  segment INTEGER NOT NULL REFERENCES segments (pk) ON DELETE CASCADE,
  contact INTEGER NOT NULL REFERENCES contacts (pk) ON DELETE CASCADE,
  PRIMARY KEY (segment, contact)
) WITHOUT ROWID;
CREATE INDEX members_by_contact ON members (contact, segment);
CREATE TABLE segment_history (
  segment     INTEGER NOT NULL REFERENCES segments (pk) ON DELETE CASCADE,
  version     INTEGER NOT NULL,
  conditions  TEXT NOT NULL,
  replaced_at INTEGER NOT NULL,
  PRIMARY KEY (segment, version)
) WITHOUT ROWID;
CREATE TABLE campaigns (
  pk         INTEGER PRIMARY KEY AUTOINCREMENT,
  workspace  INTEGER NOT NULL REFERENCES workspaces (pk),
  id         TEXT NOT NULL UNIQUE,
  name       TEXT NOT NULL,
  segment    INTEGER REFERENCES segments (pk) ON DELETE SET NULL,
  state      TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
);
CREATE INDEX campaigns_by_segment ON campaigns (segment, state);
CREATE TABLE idempotency (
  workspace    INTEGER NOT NULL REFERENCES workspaces (pk),
  key          TEXT NOT NULL,
  request_hash BLOB NOT NULL,
  status       INTEGER NOT NULL,
  body         TEXT NOT NULL,
  created_at   INTEGER NOT NULL,
  PRIMARY KEY (workspace, key)
) WITHOUT ROWID;
)sql",
                                  R"sql(
ALTER TABLE idempotency ADD COLUMN etag TEXT NOT NULL DEFAULT '';
)sql",
                                  R"sql(
-- Until then time alone changes no member of a segment that moves.
ALTER TABLE segments ADD COLUMN next_moment INTEGER NOT NULL DEFAULT 0;
)sql",
                                  R"sql(
DROP INDEX segments_that_move;
CREATE INDEX segments_by_moment ON segments (workspace, next_moment) WHERE moves = 1;
)sql"};

constexpr auto kNewest = static_cast<std::int64_t>(std::size(kSteps));

std::int64_t version_of(Database& db) {
  Statement statement = db.query("PRAGMA user_version");
  statement.step();
  return statement.integer(0);
}

}  // namespace

void check_version(Database& db) {
  const std::int64_t version = version_of(db);
  if (version > kNewest)
    throw StoreError(SQLITE_MISMATCH,
                     fmt::format("the database is of version {}; this program knows {} and earlier",
                                 version, kNewest));
}

void migrate(Database& db) {
  if (version_of(db) == kNewest) return;
  Transaction transaction(db, Transaction::Kind::Write);
  check_version(db);  // another process may have been first
  const std::int64_t version = version_of(db);
  for (std::int64_t i = version; i < kNewest; ++i)
    if (sqlite3_exec(db.get(), kSteps[i], nullptr, nullptr, nullptr) != SQLITE_OK)
      throw StoreError(sqlite3_errcode(db.get()), sqlite3_errmsg(db.get()));
  sqlite3_exec(db.get(), fmt::format("PRAGMA user_version = {}", kNewest).c_str(), nullptr, nullptr,
               nullptr);
  transaction.commit();
}

}  // namespace segmentsd
