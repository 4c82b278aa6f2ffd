// segmentsd: the segments API, served from one SQLite file.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <functional>

#include "tools/segmentsd/commands/commands.h"
#include "tools/segmentsd/commands/existing.h"
#include "tools/segmentsd/commands/new_file.h"
#include "tools/segmentsd/http/server.h"
#include "tools/segmentsd/http/text.h"
#include "tools/segmentsd/keys/keys.h"
#include "tools/segmentsd/segments/membership.h"

namespace segmentsd {
namespace {

constexpr const char* kExamples = R"(Examples:
  segmentsd demo
  segmentsd --db segments.db --listen 127.0.0.1:8080
  segmentsd --db segments.db keys create --workspace acme --scope read:segments write:segments
  segmentsd --db segments.db keys list
  segmentsd --db segments.db keys revoke 1f0c93aa5be04d17
  segmentsd --db segments.db import --workspace acme contacts.ndjson
  segmentsd --db segments.db export --workspace acme --to all.ndjson
  segmentsd --db segments.db backup copy.db
  segmentsd --db segments.db verify

Exit status: 0 all is well, 1 a fault was found or the machine failed, 2 wrong usage.)";

constexpr const char* kImportExamples = R"(Examples:
  segmentsd import --workspace acme contacts.ndjson
  zcat contacts.ndjson.gz | segmentsd --db segments.db import --workspace acme

Each line is a contact as POST /v1/contacts takes it. One whose `email` is known is updated as by
PUT, any other is created. Lines that are wrong are reported and left out; the status is then 1.
It may run beside the service. Killed, it leaves whole lines; run it again from the first.)";

constexpr const char* kExportExamples = R"(Examples:
  segmentsd export --workspace acme | gzip > contacts.ndjson.gz
  segmentsd --db segments.db export --workspace acme --to all.ndjson

Each line is a contact as an import reads it: all but the id and the moments of making and change,
which an import gives anew. A property that is not set is null, and a topic that new contacts are
subscribed to is `UNSUBSCRIBED` where the contact says nothing, so that an import adds nothing.)";

constexpr const char* kBackupExamples = R"(Examples:
  segmentsd backup copy.db
  segmentsd --db segments.db backup --force copy.db
  segmentsd --db copy.db verify

The copy is the database at one moment, made while others write, and a database as it stands. It is
written beside its place and moved there, so that the file is whole or not there.)";

constexpr const char* kDemoExamples = R"(Examples:
  segmentsd demo
  segmentsd --db other.db demo --contacts 1000

The contacts are made up, the same ones every time but for their dates, which are counted back from
now. The key is printed this once, with commands to try. A workspace `demo` that is there already is
left alone.)";

struct DataOptions {
  std::string workspace, file;
  bool force = false;
  std::int64_t contacts = 50'000;
};

struct KeyOptions {
  std::string workspace, id;
  std::vector<std::string> scopes;
  std::int64_t days = 0;
};

int create(const Options& options, const KeyOptions& key) {
  Database db(options.db);
  std::optional<std::int64_t> expires;
  if (key.days > 0) expires = now(options) + key.days * 86'400'000;
  fmt::print("{}\n", create_key(db, key.workspace, key.scopes, now(options), expires));
  return 0;
}

int revoke(const Options& options, const KeyOptions& key) {
  Database db = open_existing(options);
  if (revoke_key(db, key.id, now(options))) return 0;
  fmt::print(stderr, "segmentsd: no key `{}` that is not revoked\n", key.id);
  return 1;
}

int list(const Options& options) {
  Database db = open_existing(options);
  for (const KeyLine& key : list_keys(db, now(options)))
    fmt::print("{}  {:<8}  {}  {}  {}\n", key.id, key.state, printable(key.workspace),
               iso8601(key.created_at), key.scopes);
  return 0;
}

int verify(const Options& options) {
  Database db = open_existing(options);
  Workspaces workspaces;
  // One moment for all, the members too: what time has moved since is no fault.
  Transaction transaction(db, Transaction::Kind::Write);
  const tamis::Context context{.now_ms = now(options)};
  refresh_moving(db, workspaces, context, Moving::All);
  const auto faults = verify_members(db, workspaces, context);
  for (const std::string& fault : faults) fmt::print("{}\n", fault);
  if (faults.empty()) fmt::print("every segment has the members that match\n");
  return faults.empty() ? 0 : 1;
}

using Command = std::function<int()>;

constexpr std::int64_t kMostCount = 1'000'000'000;
constexpr std::int64_t kMostDays = 36'500;

// CLI11's own checks print their bounds as doubles.
CLI::Validator whole_number(std::int64_t least, std::int64_t most) {
  return {[least, most](const std::string& given) {
            const auto number = is_integer(given) ? parse_number(given) : std::nullopt;
            const auto* value = number ? std::get_if<std::int64_t>(&*number) : nullptr;
            if (value != nullptr && *value >= least && *value <= most) return std::string();
            return fmt::format("`{}` is no whole number from {} to {}", printable(given), least,
                               most);
          },
          ""};
}

std::string a_scope(const std::string& given) {
  if (std::find(std::begin(kScopes), std::end(kScopes), given) != std::end(kScopes)) return {};
  return fmt::format("`{}` is none of {}", printable(given), fmt::join(kScopes, ", "));
}

std::string not_blank(const std::string& given) {
  return trimmed(given).empty() ? "a name must not be blank" : "";
}

// A usage error as the other errors are worded.
std::string usage_error(const CLI::App*, const CLI::Error& error) {
  std::string message = printable(error.what());
  if (message.starts_with("The ") || message.starts_with("A ")) message.front() += 'a' - 'A';
  return fmt::format("segmentsd: {}\ntry `segmentsd --help`\n", message);
}

void add_server_options(CLI::App& app, Options& options, std::int64_t& request_ms) {
  app.add_option("--db", options.db, "the database, made if there is none")->type_name("FILE");
  app.add_option("--listen", options.listen, "port 0 is any free one")->type_name("HOST:PORT");
  app.add_option("--rate-per-minute", options.rate.per_minute, "requests of a key; 0: no limit")
      ->type_name("N")
      ->check(whole_number(0, kMostCount));
  app.add_option("--rate-per-second", options.rate.per_second, "requests of a key; 0: no limit")
      ->type_name("N")
      ->check(whole_number(0, kMostCount));
  app.add_option("--max-connections", options.connections.all, "open at the same time")
      ->type_name("N")
      ->check(whole_number(1, kMostCount));
  app.add_option("--max-connections-per-address", options.connections.per_address,
                 "of these, from one address; a proxy in front is one address")
      ->type_name("N")
      ->check(whole_number(1, kMostCount));
  app.add_option("--request-ms", request_ms, "a client has so long to send its request")
      ->type_name("MS")
      ->check(whole_number(1, kMostCount));
  app.add_option("--clock-file", options.clock_file,
                 "for tests: a file that holds the time, in milliseconds since 1970")
      ->type_name("FILE");
}

void add_key_commands(CLI::App& app, const Options& options, KeyOptions& key, Command& chosen) {
  auto* keys = app.add_subcommand("keys", "make, list and revoke API keys")->require_subcommand(1);
  auto* make = keys->add_subcommand("create", "make a key, and its workspace; printed this once");
  make->add_option("--workspace", key.workspace, "name of the workspace")
      ->type_name("NAME")
      ->required()
      ->check(not_blank);
  make->add_option("--scope", key.scopes,
                   "what the key may do: read: or write: contacts, topics, segments, campaigns")
      ->type_name("SCOPE")
      ->default_str("")
      ->required()
      ->check(a_scope);
  make->add_option("--days", key.days, "days until it expires; 0: never")
      ->type_name("N")
      ->check(whole_number(0, kMostDays));
  make->callback([&] { chosen = [&] { return create(options, key); }; });
  keys->add_subcommand("list", "id, state, workspace, moment of making and scopes of every key")
      ->callback([&] { chosen = [&] { return list(options); }; });
  auto* end = keys->add_subcommand("revoke", "revoke a key");
  end->add_option("ID", key.id, "the part between the first and the second `_`")->required();
  end->callback([&] { chosen = [&] { return revoke(options, key); }; });
}

void add_data_commands(CLI::App& app, const Options& options, DataOptions& data, Command& chosen) {
  auto* import = app.add_subcommand("import", "create and update contacts from NDJSON lines");
  import->footer(kImportExamples);
  import->add_option("--workspace", data.workspace, "name of the workspace")
      ->type_name("NAME")
      ->required();
  import->add_option("FILE", data.file, "the lines; - is standard input")->default_str("-");
  import->callback([&] {
    chosen = [&] {
      return import_contacts(options, data.workspace, data.file.empty() ? "-" : data.file);
    };
  });
  auto* lines = app.add_subcommand("export", "print contacts as lines that an import reads");
  lines->footer(kExportExamples);
  lines->add_option("--workspace", data.workspace, "name of the workspace")
      ->type_name("NAME")
      ->required();
  lines->add_option("--to", data.file, "write a file instead")->type_name("FILE");
  lines->add_flag("--force", data.force, "replace the file if it is there");
  lines->callback([&] {
    chosen = [&] { return export_contacts(options, data.workspace, data.file, data.force); };
  });
  auto* copy = app.add_subcommand("backup", "copy the database as it is at one moment");
  copy->footer(kBackupExamples);
  copy->add_option("FILE", data.file, "the copy")->required();
  copy->add_flag("--force", data.force, "replace the file if it is there");
  copy->callback([&] { chosen = [&] { return backup(options, data.file, data.force); }; });
  auto* made_up = app.add_subcommand("demo", "make the workspace `demo`, to try the service on");
  made_up->footer(kDemoExamples);
  made_up->add_option("--contacts", data.contacts, "how many")
      ->type_name("N")
      ->check(whole_number(1, kMostCount));
  made_up->callback([&] { chosen = [&] { return demo(options, data.contacts); }; });
  app.add_subcommand("verify", "compare every segment's members with what matches")->callback([&] {
    chosen = [&] { return verify(options); };
  });
}

int run(int argc, char** argv) {
  Options options;
  KeyOptions key;
  DataOptions data;
  Command chosen;
  std::int64_t request_ms = options.connections.request_time.count();
  CLI::App app("the segments API, served from one SQLite file", "segmentsd");
  app.footer(kExamples);
  app.set_help_flag("-h,--help", "print this help and exit");
  app.failure_message(usage_error);
  app.fallthrough();  // --db may stand behind a command
  app.option_defaults()->always_capture_default();
  add_server_options(app, options, request_ms);
  app.require_subcommand(0, 1);
  add_key_commands(app, options, key, chosen);
  add_data_commands(app, options, data, chosen);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  options.connections.request_time = std::chrono::milliseconds(request_ms);
  if (!chosen) return serve(options);
  const int status = chosen();
  // A key that could not be printed is lost.
  if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0)
    throw trouble_with("cannot write standard output");
  return status;
}

}  // namespace
}  // namespace segmentsd

int main(int argc, char** argv) {
  try {
    return segmentsd::run(argc, argv);
  } catch (const std::exception& error) {
    fmt::print(stderr, "segmentsd: {}\n", error.what());
    return 1;
  }
}
