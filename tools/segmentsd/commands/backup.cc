#include <fmt/format.h>

#include <filesystem>
#include <memory>
#include <stdexcept>

#include "tools/segmentsd/commands/commands.h"
#include "tools/segmentsd/commands/existing.h"
#include "tools/segmentsd/commands/new_file.h"

namespace segmentsd {
namespace {

struct Close {
  void operator()(sqlite3* db) const { sqlite3_close(db); }
};

// All in one step: a read of one state, for which no writer waits.
void copy(Database& from, const std::string& path) {
  sqlite3* opened = nullptr;
  const int code =
      sqlite3_open_v2(path.c_str(), &opened, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
  const std::unique_ptr<sqlite3, Close> to(opened);
  if (code != SQLITE_OK) throw StoreError(code & 0xff, path + ": " + sqlite3_errstr(code));
  // Of a file that is thrown away when it fails no journal is needed.
  sqlite3_exec(to.get(), "PRAGMA journal_mode = OFF", nullptr, nullptr, nullptr);
  sqlite3_backup* backup = sqlite3_backup_init(to.get(), "main", from.get(), "main");
  if (backup != nullptr) sqlite3_backup_step(backup, -1);
  if (backup == nullptr || sqlite3_backup_finish(backup) != SQLITE_OK)
    throw StoreError(sqlite3_errcode(to.get()) & 0xff, path + ": " + sqlite3_errmsg(to.get()));
}

// A log of another database would be taken for that of the new one.
void refuse_logs(const std::string& file) {
  for (const char* suffix : {"-wal", "-journal"})
    if (std::filesystem::exists(file + suffix))
      throw std::runtime_error(
          fmt::format("{}{} is there: {} is a database that is in use, or was left in the middle",
                      file, suffix, file));
}

}  // namespace

int backup(const Options& options, const std::string& file, bool force) {
  Database db = open_existing(options);
  if (std::filesystem::exists(file) && std::filesystem::equivalent(file, options.db))
    throw std::runtime_error(fmt::format("{} is the database itself", file));
  refuse_logs(file);
  NewFile copied(file, force);
  copy(db, copied.beside());
  copied.finish();
  return 0;
}

}  // namespace segmentsd
