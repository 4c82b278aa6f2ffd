#include "tools/segmentsd/segments/workspace.h"

#include <fmt/format.h>
#include <tamis/sqlite_query.h>

#include <algorithm>
#include <iterator>
#include <stdexcept>

#include "tools/segmentsd/http/json.h"
#include "tools/segmentsd/keys/random.h"
#include "tools/segmentsd/segments/contact_fields.h"
#include "tools/segmentsd/store/database.h"

namespace segmentsd {
namespace {

constexpr const char* kBsonTypes[] = {"string", "number", "date", "bool"};

Json builtin_field(const ContactField& field) {
  const bool date = field.kind == FieldKind::Date || field.kind == FieldKind::Stamp;
  Json json{{"bsonType", date ? "date" : "string"},
            {"x-tamis", {{"sqlite", {{"column", field.column}}}}}};
  if (field.kind == FieldKind::Status) json["enum"] = kStatuses;
  return json;
}

Json custom_field(const Property& property) {
  return {{"bsonType", kBsonTypes[static_cast<std::size_t>(property.type)]},
          {"x-tamis",
           {{"sqlite",
             {{"table", "contact_values"},
              {"key", "contact"},
              {"where", {{"property", property.pk}}},
              {"column", "value"}}}}}};
}

Json topics_field(const std::vector<std::string>& ids) {
  const auto column = [](const char* name) {
    return Json{{"bsonType", "string"}, {"x-tamis", {{"sqlite", {{"column", name}}}}}};
  };
  return {{"bsonType", "array"},
          {"items",
           {{"bsonType", "object"},
            {"required", {"id", "state"}},
            {"properties", {{"id", column("topic")}, {"state", column("state")}}},
            {"additionalProperties", false}}},
          {"x-tamis",
           {{"topics", {{"ids", ids}, {"id", "id"}, {"subscribed", {{"state", "SUBSCRIBED"}}}}},
            {"sqlite", {{"table", "contact_topics"}, {"key", "contact"}}}}}};
}

tamis::Schema schema_of(const Workspace& workspace) {
  Json properties = Json::object();
  for (const ContactField& field : kContactFields)
    properties[std::string(field.name)] = builtin_field(field);
  for (const auto& [name, property] : workspace.properties)
    properties[name] = custom_field(property);
  properties["topics"] = topics_field(workspace.topics);
  const Json schema{
      {"bsonType", "object"},
      {"additionalProperties", false},
      {"required", {"email", "status", "createdAt", "updatedAt", "topics"}},
      {"properties", std::move(properties)},
      {"x-tamis", {{"sqlite", {{"table", "contacts"}, {"key", "pk"}}}}},
  };
  auto parsed = tamis::parse_schema(tamis::Source("workspace", schema.dump()));
  if (!parsed)
    throw std::logic_error("the workspace's schema: " + parsed.diagnostics().front().message);
  return std::move(parsed).value();
}

std::string revision_of(Database& db, std::int64_t workspace) {
  Statement row = db.query("SELECT revision FROM workspaces WHERE pk = ?", {workspace});
  row.step();
  return row.text(0);
}

tamis::Schema no_schema() {
  return std::move(tamis::parse_schema(tamis::Source("none", "{}"))).value();
}

bool same_fields(const Workspace& a, const Workspace& b) {
  return a.properties == b.properties && a.topics == b.topics;
}

void load_fields(Database& db, Workspace& workspace) {
  Statement properties =
      db.query("SELECT pk, name, type FROM contact_properties WHERE workspace = ?", {workspace.pk});
  while (properties.step())
    workspace.properties[properties.text(1)] = {properties.integer(0), properties.text(1),
                                                property_type(properties.text(2))};
  Statement topics =
      db.query("SELECT id FROM topics WHERE workspace = ? ORDER BY pk", {workspace.pk});
  while (topics.step()) workspace.topics.push_back(topics.text(0));
}

// A rule of `earlier` that was made of the same conditions for the same fields, or a new one.
Rule rule_of(const Workspace& workspace, const Workspace* earlier, std::int64_t pk,
             const std::string& id, const std::string& conditions) {
  if (earlier) {
    const auto& known = earlier->segments;
    const auto found = std::lower_bound(known.begin(), known.end(), pk,
                                        [](const Segment& s, std::int64_t p) { return s.pk < p; });
    if (found != known.end() && found->pk == pk && found->conditions == conditions)
      return found->rule;
  }
  auto rule = workspace.compile(conditions);
  // A condition is kept only if it compiles, and what it names cannot be deleted.
  if (!rule)
    throw std::logic_error(
        fmt::format("segment {} does not compile: {}", id, rule.diagnostics().front().message));
  return std::move(rule).value();
}

void load_segments(Database& db, Workspace& workspace, const Workspace* earlier) {
  Statement rows = db.query(
      "SELECT pk, id, conditions FROM segments WHERE workspace = ? ORDER BY pk", {workspace.pk});
  while (rows.step()) {
    Rule rule = rule_of(workspace, earlier, rows.integer(0), rows.text(1), rows.text(2));
    workspace.all_conditions.add(static_cast<std::uint64_t>(rows.integer(0)), rule.condition);
    workspace.segments.push_back({rows.integer(0), rows.text(1), rows.text(2), std::move(rule)});
  }
}

std::shared_ptr<const Workspace> load(Database& db, std::int64_t pk, std::string revision,
                                      const Workspace* earlier) {
  auto workspace = std::make_shared<Workspace>(Workspace{.pk = pk,
                                                         .revision = std::move(revision),
                                                         .schema = no_schema(),
                                                         .properties = {},
                                                         .topics = {},
                                                         .segments = {},
                                                         .all_conditions = {}});
  load_fields(db, *workspace);
  if (earlier && !same_fields(*workspace, *earlier)) earlier = nullptr;
  workspace->schema = earlier ? earlier->schema : schema_of(*workspace);
  load_segments(db, *workspace, earlier);
  return workspace;
}

RuleObserver rule_observer = nullptr;

std::optional<tamis::sqlite::SqlFilter> keys_of(const tamis::Condition& condition) {
  auto keys = tamis::sqlite::select(condition, {.no_orphans = true});
  if (!keys || !keys->from_child_tables) return std::nullopt;
  tamis::sqlite::SqlStatement taken = std::move(keys).value();
  return tamis::sqlite::SqlFilter{std::move(taken.text), std::move(taken.params)};
}

}  // namespace

bool uses_field(const tamis::Condition& condition, std::string_view field) {
  return std::any_of(condition.fields().begin(), condition.fields().end(),
                     [&](std::string_view path) {
                       return path.starts_with(field) &&
                              (path.size() == field.size() || path[field.size()] == '.');
                     });
}

PropertyType property_type(std::string_view name) {
  const auto* found = std::find(std::begin(kPropertyTypes), std::end(kPropertyTypes), name);
  if (found == std::end(kPropertyTypes)) throw std::logic_error("no property type");
  return static_cast<PropertyType>(found - std::begin(kPropertyTypes));
}

tamis::Result<Rule> Workspace::compile(const std::string& conditions) const {
  tamis::CompileOptions options;
  options.schema = schema;
  options.spelling = tamis::Spelling::Segments;
  auto condition = tamis::compile(tamis::Source("conditions", conditions), options);
  if (!condition) return std::move(condition).diagnostics();
  auto filter = tamis::sqlite::emit(*condition);
  if (!filter) return std::move(filter).diagnostics();
  tamis::Diagnostics warnings = condition.diagnostics();
  Rule rule{*condition, tamis::predicate::compile(*condition), std::move(filter).value(),
            keys_of(*condition), condition->relative_dates()};
  if (rule_observer) rule_observer(*this, rule);
  return {std::move(rule), std::move(warnings)};
}

void observe_rules(RuleObserver observer) {
  rule_observer = observer;
}

std::shared_ptr<const Workspace> Workspaces::of(Database& db, std::int64_t workspace) {
  std::string revision = revision_of(db, workspace);
  std::shared_ptr<const Workspace> known;
  {
    const std::lock_guard lock(mutex_);
    known = known_[workspace];
  }
  if (known && known->revision == revision) return known;
  auto loaded = load(db, workspace, std::move(revision), known.get());
  const std::lock_guard lock(mutex_);
  return known_[workspace] = loaded;
}

// Random, so that a revision that was rolled back is never taken for a later one.
void new_revision(Database& db, std::int64_t workspace) {
  db.run("UPDATE workspaces SET revision = ? WHERE pk = ?", {random_hex(16), workspace});
}

}  // namespace segmentsd
