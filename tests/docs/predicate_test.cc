// The examples of docs/backends/predicate.md.
#include <fmt/format.h>
#include <tamis/accessor.h>
#include <tamis/compile.h>
#include <tamis/condition_set.h>
#include <tamis/document.h>
#include <tamis/explanation.h>
#include <tamis/predicate.h>
#include <tamis/render.h>
#include <tamis/stream.h>
#include <tamis/table.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <random>
#include <sstream>

#include "tests/support/catch.h"

namespace {

std::string select(const std::string& text, const std::vector<std::string>& lines) {
  const auto condition = tamis::compile(tamis::Source("vip", text));
  if (!condition) return tamis::render(condition.diagnostics(), tamis::ReportFormat::Human);
  const tamis::predicate::Program program = tamis::predicate::compile(*condition);
  tamis::predicate::Matcher matcher(program);  // one for each thread

  std::string selected;
  for (const std::string& line : lines) {
    const tamis::predicate::Verdict verdict = matcher.matches_text(line);
    if (!verdict.ok()) return tamis::render(verdict.errors(), tamis::ReportFormat::Human);
    if (verdict.matched()) selected += line;
  }
  return selected;
}

int answers(std::vector<tamis::predicate::Matcher>& matchers, const std::string& line) {
  static const tamis::predicate::FieldNames names;   // one for all documents
  tamis::predicate::DocumentBuilder builder(names);  // keep one for each thread
  const tamis::Result<tamis::predicate::Document> document = builder.build_text(line);
  if (!document) return -1;
  return static_cast<int>(std::count_if(
      matchers.begin(), matchers.end(),
      [&](tamis::predicate::Matcher& matcher) { return matcher.matches(*document); }));
}

struct Order {
  std::string sku;
  int qty;
};
struct Contact {
  std::string country;
  std::vector<Order> orders;
};

bool matches(tamis::predicate::Matcher& matcher, const Contact& contact) {
  using namespace tamis::predicate;
  static const Record<Order> kOrder{{"sku", [](const Order& o) { return Field(o.sku); }},
                                    {"qty", [](const Order& o) { return Field(o.qty); }}};
  static const List<std::vector<Order>> kOrders{[](const Order& o) { return kOrder.of(o); }};
  static const Record<Contact> kContact{
      {"country", [](const Contact& c) { return Field(c.country); }},
      {"orders", [](const Contact& c) { return kOrders.of(c.orders); }}};
  return matcher.matches(kContact.of(contact));
}

std::string why(tamis::predicate::Matcher& matcher, std::string_view line) {
  const auto explanation = matcher.explain_text(line);
  if (!explanation) return tamis::render(explanation.diagnostics(), tamis::ReportFormat::Human);
  std::string text;
  for (const tamis::predicate::Explanation* reason : tamis::predicate::reasons(*explanation))
    text += reason->why + "\n";
  return text;
}

// Ids of segments, by the conditions that select a contact.
std::vector<std::uint64_t> segments_of(const tamis::Condition& nordic, const tamis::Condition& vip,
                                       std::string_view contact) {
  tamis::predicate::ConditionSet set;
  set.add(1, nordic);  // an id of yours, and a Condition
  set.add(2, vip);
  tamis::predicate::SetMatcher matcher(set);  // one for each thread
  const tamis::predicate::SetVerdict verdict = matcher.match_text(contact);
  return {verdict.ids().begin(), verdict.ids().end()};
}

std::map<std::uint64_t, std::uint64_t> sizes_of(const tamis::predicate::ConditionSet& segments,
                                                const tamis::predicate::Table& contacts) {
  std::map<std::uint64_t, std::uint64_t> sizes;
  tamis::predicate::match_rows(
      segments, contacts,
      [&](std::uint64_t id, const tamis::predicate::RowSet& rows) { sizes[id] += rows.count(); });
  return sizes;
}

std::string matching_lines(const tamis::Condition& condition, std::istream& in) {
  std::string lines;
  tamis::predicate::Stream stream(tamis::predicate::compile(condition),
                                  [&](const auto& document, const auto& verdict) {
                                    if (verdict.matched()) lines.append(document.bytes) += '\n';
                                    return true;  // false: that is enough
                                  },
                                  {.threads = 2});
  char piece[4096];
  while (in.read(piece, sizeof piece) || in.gcount() != 0)
    stream.feed({piece, static_cast<std::size_t>(in.gcount())});
  stream.finish();
  return lines;
}

std::string count_matching(const tamis::Condition& condition,
                           const std::vector<std::string>& lines) {
  tamis::predicate::Table table;
  for (const std::string& line : lines)
    if (const auto row = table.append_text(line); !row)
      return tamis::render(row.diagnostics(), tamis::ReportFormat::Human);
  table.settle();  // puts the last documents into columns, as it does by itself when they are many
  return std::to_string(table.count(tamis::predicate::compile(condition)));
}

std::string save_and_count(const tamis::predicate::Table& table, const std::string& path,
                           const tamis::predicate::Program& program) {
  if (const auto size = table.save(path); !size)
    return tamis::render(size.diagnostics(), tamis::ReportFormat::Human);
  const auto opened = tamis::predicate::Table::open(path);
  if (!opened) return tamis::render(opened.diagnostics(), tamis::ReportFormat::Human);
  return std::to_string(opened->count(program));
}

tamis::predicate::Program program_of(const std::string& text) {
  return tamis::predicate::compile(*tamis::compile(tamis::Source("example", text)));
}

}  // namespace

TEST_CASE("selecting lines, as docs/backends/predicate.md does", "[docs]") {
  const std::vector<std::string> lines = {R"({"country": "FI", "score": 120})",
                                          R"({"country": "FI", "score": 20})"};
  CHECK(select(R"({"country": "FI", "score": {"$gte": 100}})", lines) == lines[0]);
}

TEST_CASE("one document and many conditions, as docs/backends/predicate.md has them", "[docs]") {
  std::vector<tamis::predicate::Matcher> matchers;
  matchers.emplace_back(program_of(R"({country: "FI"})"));
  matchers.emplace_back(program_of("{score: {$gt: 100}}"));
  CHECK(answers(matchers, R"({"country": "FI", "score": 120})") == 2);
  CHECK(answers(matchers, R"({"country": "FI", "score": 20})") == 1);
  CHECK(answers(matchers, "[]") == -1);
}

TEST_CASE("a type of one's own, as docs/backends/predicate.md has it", "[docs]") {
  tamis::predicate::Matcher matcher(
      program_of(R"({orders: {$elemMatch: {sku: "a", qty: {$gte: 2}}}})"));
  CHECK(matches(matcher, {"FI", {{"a", 1}, {"a", 2}}}));
  CHECK_FALSE(matches(matcher, {"FI", {{"a", 1}, {"b", 2}}}));
}

TEST_CASE("a set of conditions, as docs/backends/predicate.md has it", "[docs]") {
  const auto nordic = tamis::compile(tamis::Source("nordic", R"({country: {$in: ["FI", "SE"]}})"));
  const auto vip = tamis::compile(tamis::Source("vip", "{ltv: {$gte: 100}}"));
  using Ids = std::vector<std::uint64_t>;
  CHECK(segments_of(*nordic, *vip, R"({"country": "SE", "ltv": 5})") == Ids{1});
  CHECK(segments_of(*nordic, *vip, R"({"country": "DK", "ltv": 500})") == Ids{2});
  CHECK(segments_of(*nordic, *vip, R"({"country": "DK"})").empty());

  tamis::predicate::ConditionSet set;
  set.add(1, *nordic);
  set.add(2, *vip);
  tamis::predicate::Table table;
  for (const char* contact : {R"({"country": "SE", "ltv": 500})", R"({"country": "FI"})"})
    CHECK(table.append_text(contact).ok());
  CHECK(sizes_of(set, table) == std::map<std::uint64_t, std::uint64_t>{{1, 2}, {2, 1}});
}

TEST_CASE("a stream, as docs/backends/predicate.md reads it", "[docs]") {
  const auto nordic = tamis::compile(tamis::Source("nordic", R"({country: {$in: ["FI", "SE"]}})"));
  std::istringstream in("{\"country\": \"FI\"}\n{\"country\": \"US\"}\n{\"country\": \"SE\"}");
  CHECK(matching_lines(*nordic, in) == "{\"country\": \"FI\"}\n{\"country\": \"SE\"}\n");
}

TEST_CASE("a table, as docs/backends/predicate.md fills it", "[docs]") {
  const auto nordic = tamis::compile(tamis::Source("nordic", R"({country: {$in: ["FI", "SE"]}})"));
  CHECK(count_matching(*nordic, {R"({"country": "FI"})", R"({"country": "US"})", "{}"}) == "1");
}

TEST_CASE("a saved table, as docs/backends/predicate.md keeps it", "[docs]") {
  tamis::predicate::Table table;
  table.append(tamis::Value::object({{"vip", true}}));
  table.append(tamis::Value::object({{"vip", false}}));
  const auto vip = program_of(R"({"vip": true})");
  const auto path = std::filesystem::temp_directory_path() /
                    fmt::format("tamis-docs-{:08x}.table", std::random_device()());
  CHECK(save_and_count(table, path.string(), vip) == "1");
  std::filesystem::remove(path);
  CHECK(save_and_count(table, "no/such/folder/x.table", vip).starts_with("error[E072]"));
}

TEST_CASE("why, as docs/backends/predicate.md asks", "[docs]") {
  tamis::predicate::Matcher matcher(program_of(R"({"orders.qty": {$gte: 5}})"));
  CHECK(why(matcher, R"({"orders": [{"qty": 2}]})") ==
        "`orders.0.qty` is 2, which is not at least 5\n");
}
