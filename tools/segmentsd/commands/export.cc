#include <cstdio>
#include <memory>
#include <optional>

#include "tools/segmentsd/commands/commands.h"
#include "tools/segmentsd/commands/existing.h"
#include "tools/segmentsd/commands/new_file.h"
#include "tools/segmentsd/segments/contact.h"

namespace segmentsd {
namespace {

// What the service gives a contact, and takes from nobody.
constexpr const char* kGiven[] = {"object", "id", "createdAt", "updatedAt"};

class Exporter {
 public:
  Exporter(Database& db, const Workspace& workspace)
      : db_(db), workspace_(workspace), opt_in_(opt_in_topics(db, workspace)) {}

  // As an import reads it, so that what the contact lacks is not given to it by default.
  Json line(std::int64_t pk) const {
    Contact contact = read_contact(db_, workspace_, pk);
    for (const std::string& topic : opt_in_) contact.topics.try_emplace(topic, "UNSUBSCRIBED");
    Json json = to_json(contact, workspace_);
    for (const char* name : kGiven) json.erase(name);
    for (const auto& [name, property] : workspace_.properties)
      if (!contact.values.contains(name)) json["properties"][name] = nullptr;
    return json;
  }

 private:
  Database& db_;
  const Workspace& workspace_;
  std::vector<std::string> opt_in_;
};

void write_lines(Database& db, const Workspace& workspace, std::FILE* to) {
  const Exporter exporter(db, workspace);
  Statement contacts =
      db.query("SELECT pk FROM contacts WHERE workspace = ? ORDER BY pk", {workspace.pk});
  while (contacts.step()) {
    const std::string line = exporter.line(contacts.integer(0)).dump() + '\n';
    if (std::fwrite(line.data(), 1, line.size(), to) != line.size()) break;
  }
  if (std::fflush(to) != 0 || std::ferror(to) != 0)
    throw trouble_with("the contacts cannot be written");
}

}  // namespace

int export_contacts(const Options& options, const std::string& workspace, const std::string& file,
                    bool force) {
  Database db = open_existing(options);
  Workspaces workspaces;
  Transaction one_state(db, Transaction::Kind::Read);
  const auto found = workspaces.of(db, workspace_named(db, workspace));
  if (file.empty()) {
    write_lines(db, *found, stdout);
    return 0;
  }
  NewFile made(file, force);
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> to(std::fopen(made.beside().c_str(), "wbx"),
                                                           std::fclose);
  if (!to) throw trouble_with(file);
  write_lines(db, *found, to.get());
  made.finish();
  return 0;
}

}  // namespace segmentsd
