// tamis diff: what a change from one condition to another does.
#include <fmt/format.h>
#include <tamis/analysis.h>
#include <tamis/extended_json.h>
#include <tamis/predicate.h>

#include <algorithm>
#include <array>
#include <memory>
#include <nlohmann/json.hpp>
#include <span>

#include "backends/reference/reference.h"
#include "tools/tamis/commands.h"
#include "tools/tamis/support/clock_flags.h"
#include "tools/tamis/support/input.h"
#include "tools/tamis/support/language_flags.h"
#include "tools/tamis/support/records.h"
#include "tools/tamis/support/report.h"

namespace tamis::cli {
namespace {

constexpr std::size_t kIdsShown = 10;

struct DiffFlags {
  std::string first, second;
  LanguageFlags language;
  ClockFlags clock;
  std::vector<std::string> documents;
  std::string input = "auto";
  bool skip_bad = false;
  std::string format = "human";
};

// Where a document stands: in both, in one, or in neither.
enum Side : std::uint8_t { kLeave, kJoin, kStay, kNeither, kSides };

struct Group {
  std::uint64_t count = 0;
  std::vector<std::string> ids;  // "" for documents without one
};
using Groups = std::array<Group, kSides>;

std::string_view meaning(RelationKind kind) {
  switch (kind) {
    case RelationKind::Equivalent:
      return "both match the same documents";
    case RelationKind::Narrower:
      return "the second matches some of what the first matches, and nothing else";
    case RelationKind::Wider:
      return "the second matches all that the first matches, and more";
    case RelationKind::Disjoint:
      return "no document matches both";
    case RelationKind::Overlapping:
      return "some documents match both, and some each alone";
    case RelationKind::NotShown:
      return "how they relate could not be shown";
  }
  return {};
}

class Diff {
 public:
  Diff(Session& session, DiffFlags& flags)
      : session_(session),
        flags_(flags),
        options_(shared_options()),
        first_(compiled(flags.first)),
        second_(compiled(flags.second)),
        context_(flags.clock.context()),
        relation_(relate(first_, second_, {.context = context_})) {
    confirm(relation_.both, true, true);
    confirm(relation_.only_first, true, false);
    confirm(relation_.only_second, false, true);
  }

  int run() {
    if (!flags_.documents.empty() && !count_documents()) return kTrouble;
    if (flags_.format == "json")
      session_.out.write(as_json().dump(2, ' ', false, nlohmann::json::error_handler_t::replace) +
                         "\n");
    else
      print();
    const bool changes = groups_[kLeave].count + groups_[kJoin].count > 0;
    const bool same = relation_.kind == RelationKind::Equivalent && !changes;
    return session_.exit(same ? kSuccess : kFinding);
  }

 private:
  // Of two files with settings of their own, or of the only one that has a schema.
  CompileOptions shared_options() {
    CompileOptions first = flags_.language.options(session_, flags_.first);
    CompileOptions second = flags_.language.options(session_, flags_.second);
    if (first.schema && second.schema && !(*first.schema == *second.schema))
      throw Failure("the conditions belong to different schemas; say which with --schema");
    return first.schema ? first : second;
  }

  Condition compiled(const std::string& argument) {
    const Result<Condition> condition = compile(read_condition(argument), options_);
    if (condition.ok()) return *condition;
    session_.show(condition.diagnostics());
    throw Failure(fmt::format("the condition has {}", counted(condition.diagnostics())));
  }

  // A document that the reference evaluator sees otherwise shows nothing.
  void confirm(std::optional<Value>& witness, bool in_first, bool in_second) {
    if (!witness) return;
    if (reference::matches(first_.checked(), *witness, context_) == in_first &&
        reference::matches(second_.checked(), *witness, context_) == in_second)
      return;
    witness.reset();
    relation_.kind = RelationKind::NotShown;
  }

  bool count_documents() {
    predicate::Matcher first(predicate::compile(first_));
    predicate::Matcher second(predicate::compile(second_));
    Progress progress(session_, true);
    DocumentSource source(session_, progress, {flags_.input, flags_.skip_bad});
    source.for_each(flags_.documents, [&](const Record& record) {
      const Result<Value> document = read_document(record);
      if (!document.ok()) return document.diagnostics();
      const bool before = first.matches(*document, context_);
      const bool after = second.matches(*document, context_);
      Group& group = groups_[before ? (after ? kStay : kLeave) : (after ? kJoin : kNeither)];
      ++group.count;
      if (before != after) group.ids.push_back(id_of(*document));
      return Diagnostics{};
    });
    progress.clear();
    return !source.failed();
  }

  static std::string id_of(const Value& document) {
    const Value* id = document.find("_id");
    if (id == nullptr) id = document.find("id");
    if (id == nullptr) return "";
    if (const auto* text = id->get_if<std::string>()) return *text;
    return to_extended_json(*id, ExtendedJson::Relaxed);
  }

  void print() {
    const Style style = session_.style();
    const bool same = relation_.kind == RelationKind::Equivalent;
    session_.out.print(
        "{} {}: {}\n", same ? style.yes() : style.no(),
        style.bold(relation_.kind == RelationKind::NotShown ? "not shown"
                                                            : relation_name(relation_.kind)),
        meaning(relation_.kind));
    print_witness("only the first", relation_.only_first);
    print_witness("only the second", relation_.only_second);
    print_witness("both", relation_.both);
    if (flags_.documents.empty()) return;
    session_.out.print("\n{} leave, {} join, {} stay, {} match neither\n", groups_[kLeave].count,
                       groups_[kJoin].count, groups_[kStay].count, groups_[kNeither].count);
    print_ids("leave", groups_[kLeave]);
    print_ids("join", groups_[kJoin]);
  }

  void print_witness(std::string_view what, const std::optional<Value>& document) {
    if (!document) return;
    session_.out.print("  {:<16} {}\n", what,
                       printable(to_extended_json(*document, ExtendedJson::Relaxed)));
  }

  void print_ids(std::string_view what, const Group& group) {
    std::string ids;
    std::size_t shown = 0;
    for (const std::string& id : group.ids) {
      if (id.empty()) continue;
      if (++shown > kIdsShown) break;
      ids += (ids.empty() ? "" : ", ") + printable(id);
    }
    if (ids.empty()) return;
    if (shown > kIdsShown) ids += fmt::format(", {}", session_.style().ellipsis());
    session_.out.print("  {:<16} {}\n", what, ids);
  }

  nlohmann::ordered_json as_json() const {
    nlohmann::ordered_json json{{"relation", relation_name(relation_.kind)}};
    const auto add = [&](const char* key, const std::optional<Value>& document) {
      if (document)
        json["witnesses"][key] = nlohmann::ordered_json::parse(
            to_extended_json(*document, ExtendedJson::Relaxed), nullptr, false);
    };
    add("onlyFirst", relation_.only_first);
    add("onlySecond", relation_.only_second);
    add("both", relation_.both);
    if (flags_.documents.empty()) return json;
    json["documents"] = {{"leave", groups_[kLeave].count},  {"join", groups_[kJoin].count},
                         {"stay", groups_[kStay].count},    {"neither", groups_[kNeither].count},
                         {"leaving", ids(groups_[kLeave])}, {"joining", ids(groups_[kJoin])}};
    return json;
  }

  static nlohmann::ordered_json ids(const Group& group) {
    nlohmann::ordered_json list = nlohmann::ordered_json::array();
    for (const std::string& id : group.ids)
      if (!id.empty()) list.push_back(id);
    return list;
  }

  Session& session_;
  DiffFlags& flags_;
  CompileOptions options_;
  Condition first_, second_;
  Context context_;
  Relation relation_;
  Groups groups_;
};

}  // namespace

void add_diff(CommandLine& line) {
  auto flags = std::make_shared<DiffFlags>();
  CLI::App* app = line.add_command(
      "diff", "say what a change from one condition to another does",
      {{R"(diff '{"age": {"$gt": 30}}' '{"age": {"$gte": 30}}')", "wider, and for which document"},
       {"diff old.cond new.cond --schema contact.schema.json", "of documents that fit the schema"},
       {"diff old.cond new.cond --docs contacts.ndjson", "also which of these leave and join"},
       {"diff old.cond new.cond --format json", "for a program"}},
      [flags](Session& session) { return Diff(session, *flags).run(); });
  app->footer(
      "The answer is shown for every document, not tried on a few, and each kind of difference "
      "comes with a document that has it. Exit status: 0 equivalent, 1 a difference or not "
      "shown, 2 trouble.");
  line.as_file(app->add_option("FIRST", flags->first, "the condition before: text, a file, or -")
                   ->required());
  line.as_file(app->add_option("SECOND", flags->second, "the condition after")->required());
  flags->language.add(line, app);
  flags->clock.add(app);
  line.as_file(app->add_option("--docs", flags->documents,
                               "also count who leaves and joins among these documents"))
      ->option_text("FILE");
  add_input_flags(line, app, flags->input, flags->skip_bad);
  line.add_choice(app, "-f,--format", flags->format, {"human", "json"}, "form of the report");
}

}  // namespace tamis::cli
