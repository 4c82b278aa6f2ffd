#include <fmt/format.h>

#include <algorithm>

#include "tools/segmentsd/http/body.h"
#include "tools/segmentsd/http/text.h"
#include "tools/segmentsd/resources/collection.h"
#include "tools/segmentsd/resources/handlers.h"
#include "tools/segmentsd/resources/property_value.h"
#include "tools/segmentsd/resources/usage.h"
#include "tools/segmentsd/segments/contact_fields.h"

namespace segmentsd {
namespace {

constexpr std::size_t kMaxProperties = 100;

Json value_json(const SqlValue& value, PropertyType type) {
  if (const auto* i = std::get_if<std::int64_t>(&value)) {
    if (type == PropertyType::Date) return iso8601(*i);
    if (type == PropertyType::Boolean) return *i != 0;
    return *i;
  }
  if (const auto* d = std::get_if<double>(&value)) return *d;
  if (const auto* s = std::get_if<std::string>(&value)) return *s;
  return nullptr;
}

Json property_json(Call& call, std::int64_t pk) {
  Statement row = call.db.query(
      "SELECT id, name, type, default_value, created_at, updated_at FROM contact_properties "
      "WHERE pk = ?",
      {pk});
  row.step();
  return {{"object", "contact_property"},
          {"id", row.text(0)},
          {"name", row.text(1)},
          {"type", row.text(2)},
          {"defaultValue", value_json(row.value(3), property_type(row.text(2)))},
          {"createdAt", iso8601(row.integer(4))},
          {"updatedAt", iso8601(row.integer(5))}};
}

bool is_snake_case(std::string_view name) {
  return name.front() >= 'a' && name.front() <= 'z' &&
         std::all_of(name.begin(), name.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
         });
}

// Nullopt when the body does not have it.
std::optional<SqlValue> read_default(Body& body, PropertyType type) {
  const std::uint32_t node = body.node("defaultValue");
  if (node == tamis::kNoNode) return std::nullopt;
  return read_property(body, node, type, "/defaultValue");
}

void check_room(Call& call, const std::string& name) {
  const auto workspace = call.workspace();
  if (is_reserved_name(name))
    throw ApiError("RESOURCE_CONFLICT", fmt::format("`{}` is a built-in field", name));
  if (workspace->properties.contains(name))
    throw ApiError("RESOURCE_CONFLICT", fmt::format("there is a property `{}` already", name));
  if (workspace->properties.size() >= kMaxProperties)
    throw ApiError("RESOURCE_CONFLICT",
                   fmt::format("a workspace has at most {} properties", kMaxProperties));
}

}  // namespace

Reply list_properties(Call& call) {
  return {200, page(call, kProperties, [&](std::int64_t pk) { return property_json(call, pk); })};
}

Reply create_property(Call& call) {
  allow_query(call, {});
  Body body(call.body);
  const auto name = body.text("name", {.min = 1, .max = 100, .required = true});
  if (name.value && !is_snake_case(*name.value))
    body.error("/name", "INVALID_FIELD_VALUE",
               "`name` must be snake_case: a to z, 0 to 9 and `_`, a letter first");
  const auto type =
      body.text("type", {.min = 1,
                         .required = true,
                         .one_of = {std::begin(kPropertyTypes), std::end(kPropertyTypes)}});
  std::optional<SqlValue> initial;
  if (type.value)
    initial = read_default(body, property_type(*type.value));
  else
    body.node("defaultValue");
  body.finish();
  check_room(call, *name.value);
  call.db.run(
      "INSERT INTO contact_properties (workspace, id, name, type, default_value, created_at, "
      "updated_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
      {call.workspace_pk, new_id(kProperties), *name.value, *type.value, initial.value_or(nullptr),
       call.now, call.now});
  const std::int64_t pk = call.db.last_insert();
  new_revision(call.db, call.workspace_pk);
  return {201, property_json(call, pk)};
}

Reply get_property(Call& call) {
  allow_query(call, {});
  return {200, property_json(call, target(call, kProperties))};
}

// The name stands in conditions and the type decides their meaning, so neither changes.
Reply update_property(Call& call) {
  allow_query(call, {});
  const std::int64_t pk = target(call, kProperties);
  Body body(call.body);
  if (body.empty()) body.error("", "MISSING_REQUIRED_FIELD", "the body has no field to update");
  PropertyType type{};
  {
    Statement row = call.db.query("SELECT type FROM contact_properties WHERE pk = ?", {pk});
    row.step();
    type = property_type(row.text(0));
  }
  const auto initial = read_default(body, type);
  for (const char* fixed : {"name", "type"})
    if (body.node(fixed) != tamis::kNoNode)
      body.error(pointer("", fixed), "INVALID_FIELD_VALUE",
                 fmt::format("the `{}` of a property never changes", fixed));
  body.finish();
  call.db.run("UPDATE contact_properties SET default_value = ?, updated_at = ? WHERE pk = ?",
              {initial.value_or(nullptr), call.now, pk});
  return {200, property_json(call, pk)};
}

Reply delete_property(Call& call) {
  allow_query(call, {});
  const std::int64_t pk = target(call, kProperties);
  std::string name;
  {
    Statement row = call.db.query("SELECT name FROM contact_properties WHERE pk = ?", {pk});
    row.step();
    name = row.text(0);
  }
  check_property_unused(*call.workspace(), name);
  call.db.run("DELETE FROM contact_properties WHERE pk = ?", {pk});
  new_revision(call.db, call.workspace_pk);
  return {200, deleted(kProperties, call.id)};
}

}  // namespace segmentsd
