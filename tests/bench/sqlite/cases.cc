#include "tests/bench/sqlite/cases.h"

#include <fmt/format.h>

namespace tamis::bench {
namespace {

using Forms = std::vector<std::string>;

std::string columns(const std::string& where) {
  return "SELECT nr FROM contacts WHERE " + where;
}
std::string people(const std::string& where) {
  return "SELECT nr FROM people WHERE " + where;
}
std::string documents(const std::string& where) {
  return "SELECT nr FROM documents WHERE " + where;
}

// `test` with every # as the value it is of.
std::string of(const std::string& value, const std::string& test) {
  std::string text;
  for (const char c : test) c == '#' ? text += value : text += c;
  return text;
}

// A property in the entity-attribute-value table, the ways to ask for it.
std::string driven(const std::string& name, const std::string& test) {
  return fmt::format("SELECT contact FROM properties WHERE name = '{}' AND {}", name,
                     of("value", test));
}
std::string has(const std::string& name, const std::string& test) {
  return fmt::format("EXISTS (SELECT 1 FROM properties WHERE contact = nr AND name = '{}' AND {})",
                     name, of("value", test));
}
std::string among(const std::string& name, const std::string& test) {
  return "nr IN (" + driven(name, test) + ")";
}

std::string json(const std::string& name, const std::string& test) {
  return of("json_extract(doc, '$." + name + "')", test);
}
std::string any(const std::string& name, const std::string& test) {
  return fmt::format("EXISTS (SELECT 1 FROM json_each(doc, '$.{}') WHERE {})", name, test);
}

// A test of one scalar.
Case scalar(std::string why, std::string condition, const std::string& name,
            const std::string& test) {
  return {std::move(why),
          std::move(condition),
          {Forms{columns(of(name, test))},
           Forms{driven(name, test), people(among(name, test)), people(has(name, test))},
           Forms{documents(json(name, test))}}};
}

// The rows for which a test of one scalar does not hold, NULL among them.
Case not_scalar(std::string why, std::string condition, const std::string& name,
                const std::string& test) {
  const std::string column = of(name, test), path = json(name, test);
  return {
      std::move(why),
      std::move(condition),
      {Forms{columns("(" + column + ") IS NOT TRUE"),
             columns("NOT (" + column + ") OR " + name + " IS NULL"),
             columns("NOT coalesce(" + column + ", 0)")},
       Forms{people("NOT " + has(name, test)), people("NOT " + among(name, test))},
       Forms{documents("(" + path + ") IS NOT TRUE"), documents("NOT coalesce(" + path + ", 0)")}}};
}

std::string in_child(const std::string& table, const std::string& test) {
  return fmt::format("nr IN (SELECT contact FROM {} WHERE {})", table, test);
}
std::string exists_child(const std::string& table, const std::string& test) {
  return fmt::format("EXISTS (SELECT 1 FROM {} WHERE contact = nr AND {})", table, test);
}

// A condition on a child table, which columns and entity-attribute-value tables share.
Case child(std::string why, std::string condition, const std::string& table,
           const std::string& test, const std::string& in_json) {
  const std::string distinct = fmt::format("SELECT DISTINCT contact FROM {} WHERE {}", table, test);
  const std::string in = in_child(table, test), exists = exists_child(table, test);
  return {std::move(why),
          std::move(condition),
          {Forms{distinct, columns(in), columns(exists)},
           Forms{distinct, people(in), people(exists)}, Forms{documents(in_json)}}};
}

std::string sevens(int count) {
  std::string text;
  for (int i = 0; i < count; ++i) text += fmt::format("{}{}", i == 0 ? "" : ",", i * 7 + 1);
  return text;
}

void add_scalars(std::vector<Case>& all) {
  all.push_back(scalar("equality", R"({"country":"FI"})", "country", "# = 'FI'"));
  all.push_back(scalar("a rare value", R"({"city":"city-201"})", "city", "# = 'city-201'"));
  all.push_back(scalar("one row", R"({"email":"aino.berg2@example.com"})", "email",
                       "# = 'aino.berg2@example.com'"));
  all.push_back(scalar("without an index", R"({"age":33})", "age", "# = 33"));
  all.push_back(not_scalar("not equal", R"({"country":{"$ne":"FI"}})", "country", "# = 'FI'"));
  all.push_back(
      scalar("above", R"({"lifetime_value":{"$gt":1000}})", "lifetime_value", "# > 1000"));
  all.push_back(scalar("between", R"({"lifetime_value":{"$gte":500,"$lt":600}})", "lifetime_value",
                       "# >= 500 AND # < 600"));
  all.push_back(not_scalar("not above", R"({"lifetime_value":{"$not":{"$gt":50}}})",
                           "lifetime_value", "# > 50"));
  all.push_back(scalar("one of three", R"({"country":{"$in":["FI","SE","NO"]}})", "country",
                       "# IN ('FI','SE','NO')"));
  all.push_back(not_scalar("none of three", R"({"country":{"$nin":["FI","SE","NO"]}})", "country",
                           "# IN ('FI','SE','NO')"));
  all.push_back(scalar("one of a thousand", R"({"visits":{"$in":[)" + sevens(1000) + "]}}",
                       "visits", "# IN (" + sevens(1000) + ")"));
  all.push_back(scalar("a prefix", R"({"email":{"$regex":"^aino\\.b"}})", "email",
                       "# >= 'aino.b' AND # < 'aino.c'"));
  all.push_back(
      scalar("a substring", R"({"email":{"$regex":"berg77"}})", "email", "instr(#, 'berg77')"));
}

void add_combined(std::vector<Case>& all) {
  all.push_back(
      {"two at once",
       R"({"country":"FI","lifetime_value":{"$gt":500}})",
       {Forms{columns("country = 'FI' AND lifetime_value > 500")},
        Forms{people(among("lifetime_value", "# > 500") + " AND " + has("country", "# = 'FI'")),
              people(among("country", "# = 'FI'") + " AND " + among("lifetime_value", "# > 500")),
              driven("lifetime_value", "# > 500") +
                  " AND EXISTS (SELECT 1 FROM properties AS p WHERE p.contact = "
                  "properties.contact AND p.name = 'country' AND p.value = 'FI')"},
        Forms{documents(json("country", "# = 'FI'") + " AND " +
                        json("lifetime_value", "# > 500"))}}});
  all.push_back(
      {"either of two fields",
       R"({"$or":[{"city":"city-201"},{"lifetime_value":{"$gt":2000}}]})",
       {Forms{columns("city = 'city-201' OR lifetime_value > 2000")},
        Forms{
            people(among("city", "# = 'city-201'") + " OR " + among("lifetime_value", "# > 2000")),
            driven("city", "# = 'city-201'") + " UNION " + driven("lifetime_value", "# > 2000")},
        Forms{documents(json("city", "# = 'city-201'") + " OR " +
                        json("lifetime_value", "# > 2000"))}}});
  all.push_back(
      {"either of two common ones",
       R"({"$or":[{"country":"FI"},{"age":{"$gt":60}}],"status":"subscribed"})",
       {Forms{columns("(country = 'FI' OR age > 60) AND status = 'subscribed'"),
              columns("(+country = 'FI' OR +age > 60) AND status = 'subscribed'")},
        Forms{people("(" + has("country", "# = 'FI'") + " OR " + has("age", "# > 60") + ") AND " +
                     has("status", "# = 'subscribed'")),
              people("(" + among("country", "# = 'FI'") + " OR " + among("age", "# > 60") +
                     ") AND " + among("status", "# = 'subscribed'"))},
        Forms{documents("(" + json("country", "# = 'FI'") + " OR " + json("age", "# > 60") +
                        ") AND " + json("status", "# = 'subscribed'"))}}});
  all.push_back({"missing",
                 R"({"country":{"$exists":false}})",
                 {Forms{columns("country IS NULL")},
                  Forms{people("NOT " + has("country", "# IS NOT NULL")),
                        people("NOT EXISTS (SELECT 1 FROM properties WHERE contact = nr AND "
                               "name = 'country')")},
                  Forms{documents(json("country", "# IS NULL")),
                        documents("json_type(doc, '$.country') IS NULL")}}});
}

void add_arrays(std::vector<Case>& all) {
  all.push_back(child("a tag", R"({"tags":"beta"})", "contact_tags", "tag = 'beta'",
                      any("tags", "value = 'beta'")));
  all.push_back(child("a rare tag", R"({"tags":"tag-203"})", "contact_tags", "tag = 'tag-203'",
                      any("tags", "value = 'tag-203'")));
  all.push_back(child("one of two tags", R"({"tags":{"$in":["beta","tag-003"]}})", "contact_tags",
                      "tag IN ('beta','tag-003')", any("tags", "value IN ('beta','tag-003')")));
  const std::string beta = in_child("contact_tags", "tag = 'beta'");
  const std::string has_beta = exists_child("contact_tags", "tag = 'beta'");
  const std::string rare = in_child("contact_tags", "tag = 'tag-003'");
  const std::string both_driven =
      "SELECT contact FROM contact_tags WHERE tag = 'tag-003' AND EXISTS (SELECT 1 FROM "
      "contact_tags AS t WHERE t.contact = contact_tags.contact AND t.tag = 'beta')";
  all.push_back(
      {"two tags",
       R"({"tags":{"$all":["beta","tag-003"]}})",
       {Forms{columns(rare + " AND " + has_beta), columns(rare + " AND " + beta), both_driven},
        Forms{people(rare + " AND " + has_beta), people(rare + " AND " + beta), both_driven},
        Forms{documents(any("tags", "value = 'beta'") + " AND " +
                        any("tags", "value = 'tag-003'"))}}});
  all.push_back({"not a tag",
                 R"({"tags":{"$ne":"beta"}})",
                 {Forms{columns("NOT " + has_beta), columns("NOT " + beta)},
                  Forms{people("NOT " + has_beta), people("NOT " + beta)},
                  Forms{documents("NOT " + any("tags", "value = 'beta'"))}}});
  all.push_back(
      {"a tag and a column",
       R"({"tags":"tag-003","country":"FI"})",
       {Forms{columns(rare + " AND country = 'FI'"), columns(rare + " AND +country = 'FI'"),
              columns(exists_child("contact_tags", "tag = 'tag-003'") + " AND country = 'FI'")},
        Forms{people(rare + " AND " + has("country", "# = 'FI'")),
              people(rare + " AND " + among("country", "# = 'FI'")),
              "SELECT DISTINCT contact FROM contact_tags WHERE tag = 'tag-003' AND +(contact IN (" +
                  driven("country", "# = 'FI'") + "))"},
        Forms{
            documents(json("country", "# = 'FI'") + " AND " + any("tags", "value = 'tag-003'"))}}});
  const std::string order = "product = 'sieve' AND quantity >= 5";
  all.push_back(child("an order",
                      R"({"orders":{"$elemMatch":{"product":"sieve","quantity":{"$gte":5}}}})",
                      "contact_orders", order,
                      any("orders",
                          "value ->> '$.product' = 'sieve' AND "
                          "value ->> '$.quantity' >= 5")));
  const std::string sieve = "product = 'sieve'", five = "quantity >= 5";
  all.push_back({"two tests of any orders",
                 R"({"orders.product":"sieve","orders.quantity":{"$gte":5}})",
                 {Forms{columns(in_child("contact_orders", sieve) + " AND " +
                                exists_child("contact_orders", five)),
                        columns(in_child("contact_orders", sieve) + " AND " +
                                in_child("contact_orders", five)),
                        columns(exists_child("contact_orders", sieve) + " AND " +
                                exists_child("contact_orders", five))},
                  Forms{people(in_child("contact_orders", sieve) + " AND " +
                               exists_child("contact_orders", five)),
                        people(in_child("contact_orders", sieve) + " AND " +
                               in_child("contact_orders", five)),
                        people(exists_child("contact_orders", sieve) + " AND " +
                               exists_child("contact_orders", five))},
                  Forms{documents(any("orders", "value ->> '$.product' = 'sieve'") + " AND " +
                                  any("orders", "value ->> '$.quantity' >= 5"))}}});
  all.push_back(
      child("a topic", R"({"topics":{"$elemMatch":{"id":"topic-07","state":"subscribed"}}})",
            "contact_topics", "id = 'topic-07' AND state = 'subscribed'",
            any("topics", "value ->> '$.id' = 'topic-07' AND value ->> '$.state' = 'subscribed'")));
}

void add_large(std::vector<Case>& all) {
  const std::string topic = "id = 'topic-07' AND state = 'subscribed'";
  const std::string other = "id = 'topic-00' AND state = 'subscribed'";
  const auto topic_json = [](const char* id) {
    return any("topics", fmt::format("value ->> '$.id' = '{}' AND value ->> '$.state' = "
                                     "'subscribed'",
                                     id));
  };
  const std::string one_not_other =
      in_child("contact_topics", topic) + " AND NOT " + exists_child("contact_topics", other);
  all.push_back(
      {"a topic and not another",
       R"({"topics":{"$elemMatch":{"id":"topic-07","state":"subscribed"},)"
       R"("$not":{"$elemMatch":{"id":"topic-00","state":"subscribed"}}}})",
       {Forms{columns(one_not_other), columns(in_child("contact_topics", topic) + " AND NOT " +
                                              in_child("contact_topics", other))},
        Forms{people(one_not_other), people(in_child("contact_topics", topic) + " AND NOT " +
                                            in_child("contact_topics", other))},
        Forms{documents(topic_json("topic-07") + " AND NOT " + topic_json("topic-00"))}}});
  all.push_back({"neither a country nor a tag",
                 R"({"$nor":[{"country":"FI"},{"tags":"beta"}]})",
                 {Forms{columns("(country = 'FI') IS NOT TRUE AND NOT " +
                                exists_child("contact_tags", "tag = 'beta'")),
                        columns("(country = 'FI') IS NOT TRUE AND NOT " +
                                in_child("contact_tags", "tag = 'beta'"))},
                  Forms{people("NOT " + has("country", "# = 'FI'") + " AND NOT " +
                               exists_child("contact_tags", "tag = 'beta'")),
                        people("NOT " + among("country", "# = 'FI'") + " AND NOT " +
                               in_child("contact_tags", "tag = 'beta'"))},
                  Forms{documents("(" + json("country", "# = 'FI'") + ") IS NOT TRUE AND NOT " +
                                  any("tags", "value = 'beta'"))}}});
  const std::string sieves = "product = 'sieve' AND quantity >= 4";
  all.push_back(
      {"a segment",
       R"({"status":"subscribed","$or":[{"lifetime_value":{"$gt":800}},{"vip":true}],)"
       R"("tags":{"$nin":["trial"]},"orders":{"$elemMatch":{"product":"sieve","quantity":{"$gte":4}}}})",
       {Forms{columns("status = 'subscribed' AND (lifetime_value > 800 OR vip = 1) AND NOT " +
                      exists_child("contact_tags", "tag = 'trial'") + " AND " +
                      exists_child("contact_orders", sieves)),
              columns("status = 'subscribed' AND (lifetime_value > 800 OR vip = 1) AND NOT " +
                      exists_child("contact_tags", "tag = 'trial'") + " AND " +
                      in_child("contact_orders", sieves)),
              columns("status = 'subscribed' AND (+lifetime_value > 800 OR vip = 1) AND NOT " +
                      exists_child("contact_tags", "tag = 'trial'") + " AND " +
                      exists_child("contact_orders", sieves))},
        Forms{people("(" + has("lifetime_value", "# > 800") + " OR " + has("vip", "# = 1") +
                     ") AND " + has("status", "# = 'subscribed'") + " AND NOT " +
                     exists_child("contact_tags", "tag = 'trial'") + " AND " +
                     exists_child("contact_orders", sieves)),
              people("(" + among("lifetime_value", "# > 800") + " OR " + among("vip", "# = 1") +
                     ") AND " + has("status", "# = 'subscribed'") + " AND NOT " +
                     exists_child("contact_tags", "tag = 'trial'") + " AND " +
                     exists_child("contact_orders", sieves))},
        Forms{documents(json("status", "# = 'subscribed'") + " AND (" +
                        json("lifetime_value", "# > 800") + " OR " + json("vip", "# = 1") +
                        ") AND NOT " + any("tags", "value = 'trial'") + " AND " +
                        any("orders",
                            "value ->> '$.product' = 'sieve' AND "
                            "value ->> '$.quantity' >= 4"))}}});
}

}  // namespace

std::vector<Case> cases() {
  std::vector<Case> all;
  add_scalars(all);
  add_combined(all);
  add_arrays(all);
  add_large(all);
  return all;
}

}  // namespace tamis::bench
