#include <tamis/sqlite_query.h>

#include "tests/backends/sqlite_connection.h"

namespace tamis::sqlite {
namespace {

std::shared_ptr<const Statistics> read(const Connection& db) {
  int code = SQLITE_ERROR;
  auto statistics = Statistics::read(db.get(), code);
  REQUIRE(code == SQLITE_OK);
  REQUIRE(statistics);
  return statistics;
}

struct Contacts : Connection {
  Contacts() {
    execute(R"(CREATE TABLE Contacts(id INTEGER PRIMARY KEY, email TEXT UNIQUE, country, doc);
      CREATE INDEX by_country ON Contacts(country DESC, email);
      CREATE INDEX by_plan ON Contacts(json_extract(doc, '$."a),(b"'), country);
      CREATE INDEX few ON Contacts(doc) WHERE country = 'FI';
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100)
      INSERT INTO Contacts SELECT i, 'e' || i, 'c' || (i % 4), '{"a),(b":' || (i % 20) || '}'
      FROM n;)");
  }
};

constexpr const char* kPlan = R"(json_extract(doc, '$."a),(b"'))";

TEST_CASE("what ANALYZE has counted", "[sqlite]") {
  const Contacts db;
  db.execute("ANALYZE");
  const auto statistics = read(db);
  REQUIRE(statistics->table("CONTACTS") != nullptr);
  CHECK(statistics->table("contacts")->rows == 100);
  CHECK(statistics->table("nobody") == nullptr);
  CHECK(statistics->selectivity("contacts", "Country") == 0.25);
  CHECK(statistics->selectivity("contacts", "email") == 0.01);
  CHECK(statistics->selectivity("contacts", kPlan) == 0.05);
  CHECK(statistics->selectivity("contacts", "id") == -1);
  CHECK(statistics->selectivity("nobody", "id") == -1);
}

TEST_CASE("before ANALYZE the indexes are known", "[sqlite]") {
  const auto statistics = read(Contacts());
  CHECK(statistics->table("contacts")->rows == -1);
  CHECK(statistics->table("contacts")->indexes.size() == 4);
  CHECK(statistics->selectivity("contacts", "country") == -1);
  CHECK(statistics->leads_index("contacts", "country"));
  CHECK(statistics->leads_index("contacts", kPlan));
  CHECK(statistics->leads_index("contacts", "email"));
  CHECK_FALSE(statistics->leads_index("contacts", "doc"));
  CHECK_FALSE(statistics->leads_index("nobody", "doc"));
}

}  // namespace
}  // namespace tamis::sqlite
