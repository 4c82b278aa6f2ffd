#include "tools/segmentsd/resources/contact_writer.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "tools/segmentsd/http/text.h"
#include "tools/segmentsd/resources/property_value.h"

namespace segmentsd {
namespace {

using tamis::SyntaxKind;

TextRule rule_of(const ContactField& field) {
  switch (field.kind) {
    case FieldKind::Email:
      return {.min = 1, .max = field.max};
    case FieldKind::Status:
      return {.min = 1, .one_of = {std::begin(kStatuses), std::end(kStatuses)}};
    default:
      return {.max = field.max, .nullable = true};
  }
}

// As addresses are stored and compared.
std::string normal_email(std::string_view text) {
  return lower_case(trimmed(text));
}

// What a rule of the text's own asks for; "" when all is well.
std::string fault_of(const ContactField& field, std::string& value) {
  if (field.kind == FieldKind::Email) {
    value = normal_email(value);
    return is_email(value) ? "" : "an e-mail address";
  }
  if (field.kind == FieldKind::Country) {
    const bool letters = value.size() == 2 && std::all_of(value.begin(), value.end(), [](char c) {
                           return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
                         });
    std::transform(value.begin(), value.end(), value.begin(),
                   [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
    return letters ? "" : "a country's two letters, such as \"FI\"";
  }
  if (field.kind == FieldKind::TimeZone)
    return is_time_zone(value) ? "" : "an IANA time zone, such as \"Europe/Helsinki\"";
  return "";
}

void read_field(Body& body, const ContactField& field, SqlValue& stored) {
  if (field.kind == FieldKind::Stamp) return;
  if (field.kind == FieldKind::Date) {
    const Given<std::int64_t> date = body.date(field.name);
    if (date.present) stored = date.value ? SqlValue(*date.value) : SqlValue(nullptr);
    return;
  }
  Given<std::string> text = body.text(field.name, rule_of(field));
  if (!text.present) return;
  if (!text.value) {
    stored = nullptr;
    return;
  }
  const std::string fault = fault_of(field, *text.value);
  if (fault.empty())
    stored = *text.value;
  else
    body.error(pointer("", field.name), "INVALID_FIELD_VALUE",
               fmt::format("`{}` must be {}", field.name, fault));
}

void read_properties(Body& body, const Workspace& workspace, Contact& contact) {
  const std::uint32_t node = body.node("properties");
  if (node == tamis::kNoNode) return;
  const auto& tree = body.tree();
  if (tree[node].kind != SyntaxKind::Object) {
    body.error("/properties", "INVALID_FIELD_TYPE", "`properties` must be an object");
    return;
  }
  for (const std::uint32_t child : tree.children(tree[node])) {
    const std::string name(tree[child].key);
    const std::string where = pointer("/properties", name);
    const auto property = workspace.properties.find(name);
    if (property == workspace.properties.end()) {
      body.error(where, "UNKNOWN_FIELD", fmt::format("there is no property `{}`", name));
      continue;
    }
    auto value = read_property(body, child, property->second.type, where);
    if (!value) continue;
    if (std::holds_alternative<std::nullptr_t>(*value))
      contact.values.erase(name);
    else
      contact.values[name] = std::move(*value);
  }
}

// An id, which subscribes, or `{"id", "state"}`.
void read_topic(Body& body, std::uint32_t node, const std::string& where,
                const Workspace& workspace, std::set<std::string>& named, Contact& contact) {
  const auto& tree = body.tree();
  std::string id;
  std::string state(kTopicStates[0]);
  bool right = tree[node].kind == SyntaxKind::String || tree[node].kind == SyntaxKind::Object;
  if (tree[node].kind == SyntaxKind::String) id = tree[node].text;
  for (const std::uint32_t child : tree.children(tree[node])) {
    const auto& entry = tree[child];
    const bool known = entry.has_key && (entry.key == "id" || entry.key == "state");
    right = right && known && entry.kind == SyntaxKind::String;
    if (right) (entry.key == "id" ? id : state) = entry.text;
  }
  if (!right ||
      std::find(std::begin(kTopicStates), std::end(kTopicStates), state) == std::end(kTopicStates))
    body.error(
        where, "INVALID_FIELD_TYPE",
        "a topic must be an id, or an object of `id` and `state` (SUBSCRIBED, UNSUBSCRIBED)");
  else if (std::find(workspace.topics.begin(), workspace.topics.end(), id) ==
           workspace.topics.end())
    body.error(where, "TOPIC_NOT_FOUND", fmt::format("there is no topic `{}`", id));
  else if (!named.insert(id).second)
    body.error(where, "DUPLICATE_FIELD", fmt::format("the topic `{}` is given twice", id));
  else
    contact.topics[id] = state;
}

void read_topics(Body& body, const Workspace& workspace, Contact& contact) {
  const std::uint32_t node = body.node("topics");
  if (node == tamis::kNoNode) return;
  const auto& tree = body.tree();
  if (tree[node].kind != SyntaxKind::Array) {
    body.error("/topics", "INVALID_FIELD_TYPE", "`topics` must be an array");
    return;
  }
  std::set<std::string> named;
  for_each_child(tree, node, "/topics", [&](std::uint32_t child, const std::string& where) {
    read_topic(body, child, where, workspace, named, contact);
  });
}

void read_body(Body& body, const Workspace& workspace, Contact& contact, std::int64_t now) {
  const SqlValue before = field_of(contact, "status");
  for (std::size_t i = 0; i < contact.fields.size(); ++i)
    read_field(body, kContactFields[i], contact.fields[i]);
  read_properties(body, workspace, contact);
  read_topics(body, workspace, contact);
  body.finish();
  const SqlValue& status = field_of(contact, "status");
  if (status == before) return;
  if (status == SqlValue(std::string("SUBSCRIBED")) && !body.has("subscribedAt"))
    field_of(contact, "subscribedAt") = now;
  if (status == SqlValue(std::string("UNSUBSCRIBED")) && !body.has("unsubscribedAt"))
    field_of(contact, "unsubscribedAt") = now;
}

// 0: no contact of the workspace has the address.
std::int64_t find_email(Database& db, const Workspace& workspace, const std::string& email) {
  Statement row =
      db.query("SELECT pk FROM contacts WHERE workspace = ? AND email = ?", {workspace.pk, email});
  return row.step() ? row.integer(0) : 0;
}

}  // namespace

ContactWriter::ContactWriter(Database& db, const Workspace& workspace, std::int64_t now)
    : db_(db), workspace_(workspace), now_(now), placer_(db, workspace, {.now_ms = now}) {}

// What a new contact has before its body is read.
const Contact& ContactWriter::blank() {
  if (blank_) return *blank_;
  blank_.emplace();
  Statement values = db_.query(
      "SELECT name, default_value FROM contact_properties "
      "WHERE workspace = ? AND default_value IS NOT NULL",
      {workspace_.pk});
  while (values.step()) blank_->values[values.text(0)] = values.value(1);
  for (const std::string& topic : opt_in_topics(db_, workspace_))
    blank_->topics[topic] = kTopicStates[0];
  return *blank_;
}

Contact ContactWriter::create(Body& body) {
  Contact contact = blank();
  body.node("email", true);
  read_body(body, workspace_, contact, now_);
  if (!body.has("status")) {
    field_of(contact, "status") = std::string("SUBSCRIBED");
    if (!body.has("subscribedAt")) field_of(contact, "subscribedAt") = now_;
  }
  field_of(contact, "createdAt") = now_;
  save({}, contact);
  return contact;
}

Contact ContactWriter::update(Body& body, std::int64_t pk) {
  const Contact before = read_contact(db_, workspace_, pk);
  Contact contact = before;
  read_body(body, workspace_, contact, now_);
  save(before, contact);
  return contact;
}

ContactWriter::Put ContactWriter::put(Body& body) {
  const std::uint32_t node = body.node("email");
  const bool given = node != tamis::kNoNode && body.tree()[node].kind == SyntaxKind::String;
  const std::int64_t pk =
      given ? find_email(db_, workspace_, normal_email(body.tree()[node].text)) : 0;
  return pk == 0 ? Put{create(body), true} : Put{update(body, pk), false};
}

void ContactWriter::save(const Contact& before, Contact& contact) {
  field_of(contact, "updatedAt") = now_;
  if (!write_contact(db_, workspace_, before, contact))
    throw ApiError("RESOURCE_CONFLICT", "another contact has this e-mail address");
  placer_.place(contact);
}

}  // namespace segmentsd
