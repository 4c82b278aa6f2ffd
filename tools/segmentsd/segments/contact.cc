#include "tools/segmentsd/segments/contact.h"

#include <fmt/format.h>

#include <stdexcept>
#include <utility>

#include "tools/segmentsd/http/text.h"
#include "tools/segmentsd/keys/random.h"

namespace segmentsd {
namespace {

bool is_date(const ContactField& field) {
  return field.kind == FieldKind::Date || field.kind == FieldKind::Stamp;
}

Json json_of(const SqlValue& value, bool date, bool boolean) {
  if (const auto* i = std::get_if<std::int64_t>(&value)) {
    if (date) return iso8601(*i);
    if (boolean) return *i != 0;
    return *i;
  }
  if (const auto* d = std::get_if<double>(&value)) return *d;
  if (const auto* s = std::get_if<std::string>(&value)) return *s;
  return nullptr;
}

tamis::Value value_of(const SqlValue& value, bool date, bool boolean) {
  if (const auto* i = std::get_if<std::int64_t>(&value)) {
    if (date) return tamis::Date{*i};
    if (boolean) return *i != 0;
    return *i;
  }
  if (const auto* d = std::get_if<double>(&value)) return *d;
  if (const auto* s = std::get_if<std::string>(&value)) return *s;
  return nullptr;
}

bool insert_contact(Database& db, const Workspace& workspace, Contact& contact) {
  contact.id = "con_" + random_hex(12);
  Statement insert = db.query(
      "INSERT INTO contacts (workspace, id, email, first_name, last_name, city, phone, country, "
      "timezone, status, subscribed_at, unsubscribed_at, created_at, updated_at) "
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (workspace, email) DO NOTHING",
      {workspace.pk, contact.id});
  for (std::size_t i = 0; i < contact.fields.size(); ++i)
    insert.bind(static_cast<int>(i) + 3, contact.fields[i]);
  insert.step();
  if (sqlite3_changes(db.get()) == 0) return false;
  contact.pk = db.last_insert();
  return true;
}

// The fields whose columns are indexed, or the others.
std::string update_of(bool indexed) {
  std::string sql = "UPDATE contacts SET ";
  std::string_view comma;
  for (const ContactField& field : kContactFields) {
    if (field.indexed != indexed) continue;
    sql += fmt::format("{}{} = ?", std::exchange(comma, ", "), field.column);
  }
  return sql + " WHERE pk = ?";
}

void update_fields(Database& db, const Contact& before, const Contact& contact, bool indexed) {
  static const std::string kSql[] = {update_of(false), update_of(true)};
  Statement update = db.query(kSql[indexed ? 1 : 0]);
  int mark = 0;
  bool differs = false;
  for (std::size_t i = 0; i < contact.fields.size(); ++i) {
    if (kContactFields[i].indexed != indexed) continue;
    update.bind(++mark, contact.fields[i]);
    differs = differs || contact.fields[i] != before.fields[i];
  }
  update.bind(++mark, contact.pk);
  if (differs) update.step();
}

bool update_contact(Database& db, const Workspace& workspace, const Contact& before,
                    const Contact& contact) {
  Statement other = db.query("SELECT 1 FROM contacts WHERE workspace = ? AND email = ? AND pk <> ?",
                             {workspace.pk, contact.fields[0], contact.pk});
  if (contact.fields[0] != before.fields[0] && other.step()) return false;
  for (const bool indexed : {false, true}) update_fields(db, before, contact, indexed);
  return true;
}

// Calls `put` for what is new or another value, and `drop` for what is gone.
template <class Map, class Put, class Drop>
void compare(const Map& before, const Map& now, const Put& put, const Drop& drop) {
  for (const auto& [name, value] : now) {
    const auto found = before.find(name);
    if (found == before.end() || found->second != value) put(name, value);
  }
  for (const auto& [name, value] : before)
    if (!now.contains(name)) drop(name);
}

}  // namespace

SqlValue& field_of(Contact& contact, std::string_view name) {
  for (std::size_t i = 0; i < contact.fields.size(); ++i)
    if (kContactFields[i].name == name) return contact.fields[i];
  throw std::logic_error("no field " + std::string(name));
}

std::vector<std::string> opt_in_topics(Database& db, const Workspace& workspace) {
  std::vector<std::string> ids;
  Statement rows =
      db.query("SELECT id FROM topics WHERE workspace = ? AND default_opt_in = 1", {workspace.pk});
  while (rows.step()) ids.push_back(rows.text(0));
  return ids;
}

Contact read_contact(Database& db, const Workspace& workspace, std::int64_t pk) {
  Contact contact;
  contact.pk = pk;
  Statement row = db.query(
      "SELECT id, email, first_name, last_name, city, phone, country, timezone, status, "
      "subscribed_at, unsubscribed_at, created_at, updated_at FROM contacts "
      "WHERE pk = ? AND workspace = ?",
      {pk, workspace.pk});
  if (!row.step()) throw std::logic_error("a contact that is not there is read");
  contact.id = row.text(0);
  for (std::size_t i = 0; i < contact.fields.size(); ++i)
    contact.fields[i] = row.value(static_cast<int>(i) + 1);
  Statement values = db.query(
      "SELECT p.name, v.value FROM contact_values v JOIN contact_properties p ON p.pk = v.property "
      "WHERE v.contact = ?",
      {pk});
  while (values.step()) contact.values[values.text(0)] = values.value(1);
  Statement topics = db.query("SELECT topic, state FROM contact_topics WHERE contact = ?", {pk});
  while (topics.step()) contact.topics[topics.text(0)] = topics.text(1);
  return contact;
}

bool write_contact(Database& db, const Workspace& workspace, const Contact& before,
                   Contact& contact) {
  const bool written = contact.pk == 0 ? insert_contact(db, workspace, contact)
                                       : update_contact(db, workspace, before, contact);
  if (!written) return false;
  compare(
      before.values, contact.values,
      [&](const std::string& name, const SqlValue& value) {
        db.run(
            "INSERT INTO contact_values (contact, property, value) VALUES (?, ?, ?) "
            "ON CONFLICT (contact, property) DO UPDATE SET value = excluded.value",
            {contact.pk, workspace.properties.at(name).pk, value});
      },
      [&](const std::string& name) {
        db.run("DELETE FROM contact_values WHERE contact = ? AND property = ?",
               {contact.pk, workspace.properties.at(name).pk});
      });
  compare(
      before.topics, contact.topics,
      [&](const std::string& topic, const std::string& state) {
        db.run(
            "INSERT INTO contact_topics (contact, topic, state) VALUES (?, ?, ?) "
            "ON CONFLICT (contact, topic) DO UPDATE SET state = excluded.state",
            {contact.pk, topic, state});
      },
      [&](const std::string& topic) {
        db.run("DELETE FROM contact_topics WHERE contact = ? AND topic = ?", {contact.pk, topic});
      });
  return true;
}

Json to_json(const Contact& contact, const Workspace& workspace) {
  Json json{{"object", "contact"}, {"id", contact.id}};
  for (std::size_t i = 0; i < contact.fields.size(); ++i)
    json[std::string(kContactFields[i].name)] =
        json_of(contact.fields[i], is_date(kContactFields[i]), false);
  Json& properties = json["properties"] = Json::object();
  for (const auto& [name, value] : contact.values) {
    const PropertyType type = workspace.properties.at(name).type;
    properties[name] = json_of(value, type == PropertyType::Date, type == PropertyType::Boolean);
  }
  Json& topics = json["topics"] = Json::array();
  for (const auto& [id, state] : contact.topics) topics.push_back({{"id", id}, {"state", state}});
  return json;
}

tamis::Value to_document(const Contact& contact, const Workspace& workspace) {
  tamis::Object document;
  for (std::size_t i = 0; i < contact.fields.size(); ++i)
    if (!std::holds_alternative<std::nullptr_t>(contact.fields[i]))
      document.push_back({std::string(kContactFields[i].name),
                          value_of(contact.fields[i], is_date(kContactFields[i]), false)});
  for (const auto& [name, value] : contact.values) {
    const PropertyType type = workspace.properties.at(name).type;
    document.push_back(
        {name, value_of(value, type == PropertyType::Date, type == PropertyType::Boolean)});
  }
  tamis::Array topics;
  for (const auto& [id, state] : contact.topics)
    topics.push_back(tamis::Value::object({{"id", id}, {"state", state}}));
  document.push_back({"topics", std::move(topics)});
  return document;
}

}  // namespace segmentsd
