// Other projects' cases, read where they stand; nothing is copied from them.
#include <tamis/extended_json.h>

#include <algorithm>
#include <fstream>

#include <nlohmann/json.hpp>

#include "compiler/values/text_codecs.h"
#include "tests/support/catch.h"

using namespace tamis;

namespace {

// Text that its peers take and Tamis refuses, and why.
struct Policy {
  std::string_view why;
  std::vector<std::string_view> ids;
};

const Policy kPolicies[] = {
    {"arithmetic is not run", {"0014", "0035", "0073", "0074", "0158", "0179", "0193"}},
    {"functions are not run", {"0037", "0040", "0041", "0103", "0104", "0181", "0184", "0185"}},
    {"methods of values are not run",
     {"0034", "0043", "0047", "0049", "0053", "0055", "0059", "0061", "0065", "0067", "0071",
      "0178", "0188", "0190"}},
    {"a value of the moment", {"0005", "0007", "0008", "0010", "0011"}},
    {"legacy UUIDs depend on one driver", {"0097", "0098", "0149", "0151"}},
    {"a Map, a flag `g` and `new Binary()` are no values", {"0013", "0157"}},
    {"a DBRef's further fields would be dropped", {"0134", "0136"}},
    {"an invalid date is no value", {"0139"}},
    {"comments are always taken", {"0194"}},
};

const Policy* policy_of(std::string_view id) {
  for (const Policy& policy : kPolicies)
    for (const std::string_view number : policy.ids)
      if (id == "shell-syntax-" + std::string(number)) return &policy;
  return nullptr;
}

struct Case {
  std::string id, text, form, note;
  bool accept = false;
  std::optional<Value> value;
  std::string bson;
};

std::vector<Case> read_cases(const std::string& name) {
  std::vector<Case> cases;
  std::ifstream file("../shared/conformance/peers/" + name);
  for (std::string line; std::getline(file, line);) {
    const auto tree = parse_syntax(Source(name, line), {}, SyntaxMode::StrictJson);
    REQUIRE(tree.ok());
    Case row;
    for (const std::uint32_t i : tree->children(tree->root())) {
      const SyntaxNode& member = (*tree)[i];
      if (member.key == "id") row.id = member.text;
      if (member.key == "text") row.text = member.text;
      if (member.key == "form") row.form = member.text;
      if (member.key == "note") row.note = member.text;
      if (member.key == "accept") row.accept = member.kind == SyntaxKind::True;
      if (member.key == "bson") REQUIRE(values::decode_hex(member.text, row.bson));
      if (member.key != "value") continue;
      Diagnostics diagnostics;
      row.value = read_value(*tree, i, {}, diagnostics);
      REQUIRE(row.value.has_value());
    }
    cases.push_back(std::move(row));
  }
  if (cases.empty()) WARN("skipped: " << name << " is not there");
  return cases;
}

std::optional<Value> read_shell(const std::string& text) {
  const auto tree = parse_syntax(Source("", text));
  if (!tree) return std::nullopt;
  Diagnostics diagnostics;
  return read_value(*tree, tree->root_index(), {}, diagnostics);
}

// Without blanks, and with characters in place of escapes: what is left is the same text.
std::string as_written(const std::string& json) {
  if (json.find("\\u") != std::string::npos) return nlohmann::ordered_json::parse(json).dump();
  std::string text;
  bool in_string = false;
  for (std::size_t i = 0; i < json.size(); ++i) {
    if (json[i] == '"' && (i == 0 || json[i - 1] != '\\')) in_string = !in_string;
    if (in_string || json[i] != ' ') text += json[i];
  }
  return text;
}

std::string show(const std::optional<Value>& value) {
  return value ? to_extended_json(*value, ExtendedJson::Canonical) : "refused";
}

}  // namespace

TEST_CASE("the BSON corpus in Extended JSON", "[extended_json][peers]") {
  for (const Case& row : read_cases("extended-json.jsonl")) {
    INFO(row.id << ": " << row.text);
    const auto value = parse_extended_json(Source(row.id, row.text));
    if (value.ok() != row.accept) CHECK(value.ok() == row.accept);
    if (!value || !row.value) continue;
    if (!identical(*value, *row.value)) CHECK(show(*value) == show(row.value));
  }
}

TEST_CASE("the BSON corpus is written as it stands", "[extended_json][peers]") {
  std::size_t written = 0;
  const auto cases = read_cases("extended-json.jsonl");
  for (const Case& row : cases) {
    const bool canonical = row.form == "canonical";
    if (!row.accept || (!canonical && row.form != "relaxed")) continue;
    INFO(row.id << ": " << row.text);
    const auto value = parse_extended_json(Source(row.id, row.text));
    REQUIRE(value.ok());
    const std::string text =
        to_extended_json(*value, canonical ? ExtendedJson::Canonical : ExtendedJson::Relaxed);
    CHECK(text == as_written(row.text));
    ++written;
  }
  if (!cases.empty()) CHECK(written > 300);
}

TEST_CASE("the BSON corpus in BSON", "[bson][peers]") {
  for (const Case& row : read_cases("extended-json.jsonl")) {
    if (row.bson.empty()) continue;
    INFO(row.id << ": " << row.text);
    const auto value = parse_bson(std::as_bytes(std::span(row.bson)));
    REQUIRE(value.ok());
    CHECK(to_bson(*value) == row.bson);
    // Texts show no payload of a NaN and no digits beyond 34.
    if (row.note.starts_with("lossy")) continue;
    const auto from_text = parse_extended_json(Source(row.id, row.text));
    REQUIRE(from_text.ok());
    const bool is_nan = row.text.find("NaN") != std::string::npos;
    if (row.form != "relaxed" && !is_nan) CHECK(to_bson(*from_text) == row.bson);
    CHECK(compare(*from_text, *value) == 0);
  }
}

TEST_CASE("mongosh text of Compass's parsers", "[extended_json][shell][peers]") {
  std::size_t refused_by_policy = 0;
  const auto cases = read_cases("shell-syntax.jsonl");
  for (const Case& row : cases) {
    INFO(row.id << ": " << row.text);
    const auto value = read_shell(row.text);
    if (const Policy* policy = policy_of(row.id)) {
      INFO(policy->why);
      CHECK(value.has_value() != row.accept);
      ++refused_by_policy;
      continue;
    }
    CHECK(value.has_value() == row.accept);
    if (value && row.value) CHECK(show(value) == show(row.value));
  }
  if (!cases.empty()) CHECK(refused_by_policy == 44);
}
