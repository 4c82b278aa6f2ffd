#include "tests/bench/sqlite/world.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace tamis::bench {
namespace {

struct Scalar {
  std::string_view name;
  std::string_view bson_type;
  std::string_view column_type;
  bool required;
  double selectivity;
  std::string_view of_document;  // SQL of its column's value, given `doc`
};

constexpr Scalar kScalars[] = {
    {"email", "string", "TEXT", true, 5e-06, "doc ->> '$.email'"},
    {"status", "string", "TEXT", true, 0.5, "doc ->> '$.status'"},
    {"signup_date", "date", "INTEGER", true, 0.0005,
     "1000 * CAST(strftime('%s', json_extract(doc, '$.signup_date.$date')) AS INTEGER)"},
    {"country", "string", "TEXT", false, 0.1, "doc ->> '$.country'"},
    {"lifetime_value", "double", "REAL", false, 0.0001, "doc ->> '$.lifetime_value'"},
    {"city", "string", "TEXT", true, 0.0025, "doc ->> '$.city'"},
    {"visits", "int", "INTEGER", true, 0.01, "doc ->> '$.visits'"},
    {"age", "int", "INTEGER", false, 0.014, "doc ->> '$.age'"},
    {"vip", "bool", "INTEGER", false, 0.03, "doc ->> '$.vip'"},
};

std::string scalar_place(Mapping mapping, std::string_view name) {
  switch (mapping) {
    case Mapping::Columns:
      return fmt::format(R"({{"column":"{}"}})", name);
    case Mapping::Eav:
      return fmt::format(
          R"({{"table":"properties","key":"contact","where":{{"name":"{}"}},"column":"value"}})",
          name);
    default:
      return fmt::format(R"({{"column":"doc","path":"$.{}"}})", name);
  }
}

// A field of rows: its elements' mapping, and the whole's.
std::string array_place(Mapping mapping, std::string_view name, std::string_view table) {
  if (mapping == Mapping::Json) return fmt::format(R"({{"column":"doc","path":"$.{}"}})", name);
  return fmt::format(R"({{"table":"{}","key":"contact"{}}})", table,
                     name == "tags" ? R"(,"column":"tag")" : "");
}

std::string member(Mapping mapping, std::string_view name, std::string_view type) {
  if (mapping == Mapping::Json) return fmt::format(R"("{}":{{"bsonType":"{}"}})", name, type);
  return fmt::format(R"("{0}":{{"bsonType":"{1}","x-tamis":{{"sqlite":{{"column":"{0}"}}}}}})",
                     name, type);
}

constexpr std::string_view kTables = R"(
CREATE TABLE contacts(nr INTEGER PRIMARY KEY, {columns});
CREATE TABLE people(nr INTEGER PRIMARY KEY);
CREATE TABLE properties(contact INTEGER, name TEXT, value, PRIMARY KEY(contact, name)) WITHOUT ROWID;
CREATE TABLE contact_tags(contact INTEGER NOT NULL, tag TEXT NOT NULL);
CREATE TABLE contact_orders(contact INTEGER NOT NULL, product TEXT NOT NULL,
                            quantity INTEGER NOT NULL);
CREATE TABLE contact_topics(contact INTEGER NOT NULL, id TEXT NOT NULL, state TEXT NOT NULL);
INSERT INTO contacts SELECT nr, {values} FROM documents;
INSERT INTO people SELECT nr FROM documents;
INSERT INTO contact_tags SELECT nr, value FROM documents, json_each(doc, '$.tags');
INSERT INTO contact_orders SELECT nr, value ->> '$.product', value ->> '$.quantity'
  FROM documents, json_each(doc, '$.orders');
INSERT INTO contact_topics SELECT nr, value ->> '$.id', value ->> '$.state'
  FROM documents, json_each(doc, '$.topics');
CREATE INDEX properties_value ON properties(name, value, contact);
CREATE INDEX contact_tags_tag ON contact_tags(tag, contact);
CREATE INDEX contact_tags_contact ON contact_tags(contact, tag);
CREATE INDEX contact_orders_product ON contact_orders(product, quantity, contact);
CREATE INDEX contact_orders_contact ON contact_orders(contact, product, quantity);
CREATE INDEX contact_topics_id ON contact_topics(id, state, contact);
CREATE INDEX contact_topics_contact ON contact_topics(contact, id, state);
)";

constexpr std::string_view kIndexed[] = {"email", "country", "lifetime_value", "city", "visits"};

void load_lines(const engines::SqliteDatabase& db, std::istream& in) {
  db.execute("BEGIN; CREATE TABLE documents(nr INTEGER PRIMARY KEY, doc TEXT NOT NULL)");
  engines::SqliteStatement insert = db.prepare("INSERT INTO documents(doc) VALUES (?)");
  for (std::string line; std::getline(in, line);) {
    insert.bind(1, Value(line));
    insert.step();
    insert.reset();
  }
  db.execute("COMMIT");
}

// Without an index, and gone when the database is closed.
void copy_documents_to_file(const engines::SqliteDatabase& db) {
  const auto file =
      std::filesystem::temp_directory_path() / fmt::format("tamis-sqlite-bench-{}", ::getpid());
  db.execute(fmt::format("ATTACH '{}' AS file", file.string()));
  db.execute("CREATE TABLE file.documents(nr INTEGER PRIMARY KEY, doc TEXT NOT NULL)");
  db.execute("INSERT INTO file.documents SELECT * FROM main.documents");
  std::filesystem::remove(file);
}

engines::SqliteDatabase load(std::istream& lines) {
  auto db = engines::SqliteDatabase::in_memory();
  load_lines(db, lines);
  std::string columns, values;
  for (const Scalar& scalar : kScalars) {
    const std::string_view comma = columns.empty() ? "" : ", ";
    columns += fmt::format("{}{} {}{}", comma, scalar.name, scalar.column_type,
                           scalar.required ? " NOT NULL" : "");
    values += fmt::format("{}{}", comma, scalar.of_document);
  }
  db.execute(
      fmt::format(fmt::runtime(kTables), fmt::arg("columns", columns), fmt::arg("values", values)));
  for (const Scalar& scalar : kScalars)
    db.execute(
        fmt::format("INSERT INTO properties SELECT nr, '{0}', {0} FROM contacts "
                    "WHERE {0} IS NOT NULL",
                    scalar.name));
  for (const std::string_view name : kIndexed) {
    db.execute(fmt::format("CREATE INDEX contacts_{0} ON contacts({0})", name));
    db.execute(
        fmt::format("CREATE INDEX documents_{0} ON documents(json_extract(doc, '$.{0}'))", name));
  }
  db.execute("ANALYZE");
  copy_documents_to_file(db);
  return db;
}

}  // namespace

std::string_view name_of(Mapping mapping) {
  constexpr std::string_view kNames[] = {"columns", "eav", "json"};
  return kNames[static_cast<std::size_t>(mapping)];
}

Schema schema_of(Mapping mapping) {
  constexpr std::string_view kRoots[] = {"contacts", "people", "documents"};
  std::string properties, required;
  for (const Scalar& scalar : kScalars) {
    properties += fmt::format(
        R"("{}":{{"bsonType":"{}","x-tamis":{{"selectivity":{},"indexed":{},"sqlite":{}}}}},)",
        scalar.name, scalar.bson_type, scalar.selectivity,
        std::count(std::begin(kIndexed), std::end(kIndexed), scalar.name) > 0,
        scalar_place(mapping, scalar.name));
    if (scalar.required) required += fmt::format(R"("{}",)", scalar.name);
  }
  const auto array = [&](std::string_view name, std::string_view table, const std::string& items) {
    return fmt::format(R"("{}":{{"bsonType":"array","x-tamis":{{"sqlite":{}}},"items":{}}})", name,
                       array_place(mapping, name, table), items);
  };
  const auto object = [](const std::string& a, const std::string& b, std::string_view names) {
    return fmt::format(R"({{"bsonType":"object","additionalProperties":false,"required":[{}],)"
                       R"("properties":{{{},{}}}}})",
                       names, a, b);
  };
  const std::string text =
      fmt::format(R"({{"bsonType":"object","x-tamis":{{"sqlite":{{"table":"{}","key":"nr"}}}},)"
                  R"("required":[{}"topics"],"properties":{{{}{},{},{}}}}})",
                  kRoots[static_cast<std::size_t>(mapping)], required, properties,
                  array("tags", "contact_tags", R"({"bsonType":"string"})"),
                  array("orders", "contact_orders",
                        object(member(mapping, "product", "string"),
                               member(mapping, "quantity", "int"), R"("product","quantity")")),
                  array("topics", "contact_topics",
                        object(member(mapping, "id", "string"), member(mapping, "state", "string"),
                               R"("id","state")")));
  const Result<Schema> schema = parse_schema(Source("schema", text));
  if (!schema) throw std::runtime_error(schema.diagnostics().front().message + ": " + text);
  return *schema;
}

engines::SqliteDatabase load(const std::string& ndjson_file) {
  std::ifstream in(ndjson_file);
  if (!in) throw std::runtime_error("cannot read " + ndjson_file);
  return load(in);
}

engines::SqliteDatabase empty_tables() {
  std::istringstream nothing;
  return load(nothing);
}

}  // namespace tamis::bench
