// A workspace as conditions see it: its schema, and its segments compiled.
#pragma once

#include <tamis/compile.h>
#include <tamis/condition_set.h>
#include <tamis/predicate.h>
#include <tamis/sqlite.h>

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace segmentsd {

class Database;

enum class PropertyType : std::uint8_t { String, Number, Date, Boolean };
constexpr std::string_view kPropertyTypes[] = {"STRING", "NUMBER", "DATE", "BOOLEAN"};
PropertyType property_type(std::string_view name);  // one of kPropertyTypes

struct Property {
  std::int64_t pk = 0;
  std::string name;
  PropertyType type = PropertyType::String;
  friend bool operator==(const Property&, const Property&) = default;
};

// A condition ready for both uses, which agree: search and members.
struct Rule {
  tamis::Condition condition;
  tamis::predicate::Program program;
  tamis::sqlite::SqlFilter filter;
  // The keys of the contacts, where properties and topics tell them without a look at the contacts:
  // these belong to one workspace, and so do the contacts that have them.
  std::optional<tamis::sqlite::SqlFilter> keys;
  std::vector<tamis::RelativeDate> relative_dates;  // its members move with time if there are any
};

// Whether a condition looks at the field, or at a part of it.
bool uses_field(const tamis::Condition& condition, std::string_view field);

struct Segment {
  std::int64_t pk = 0;
  std::string id;
  std::string conditions;  // as they were written
  Rule rule;
};

// Immutable; shared between threads.
struct Workspace {
  std::int64_t pk = 0;
  std::string revision;
  tamis::Schema schema;
  std::map<std::string, Property, std::less<>> properties;
  std::vector<std::string> topics;  // ids
  std::vector<Segment> segments;
  tamis::predicate::ConditionSet all_conditions;  // of the segments, by pk

  // With the warnings of the compiler beside the rule.
  tamis::Result<Rule> compile(const std::string& conditions) const;
};

// Told of every rule that any workspace compiles, on the thread that compiled it; nobody is, unless
// a program has set it before its first workspace. Tests check the statements so.
using RuleObserver = void (*)(const Workspace&, const Rule&);
void observe_rules(RuleObserver observer);

// The workspace as this transaction sees it. It is kept until the revision changes, and then read
// again; only what a change concerns is compiled again.
class Workspaces {
 public:
  std::shared_ptr<const Workspace> of(Database& db, std::int64_t workspace);

 private:
  std::mutex mutex_;
  std::map<std::int64_t, std::shared_ptr<const Workspace>> known_;
};

// To be called by whatever changes segments' conditions, topics or properties.
void new_revision(Database& db, std::int64_t workspace);

}  // namespace segmentsd
