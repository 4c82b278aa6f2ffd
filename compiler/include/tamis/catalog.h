// The catalog: an entry for every diagnostic code there is. `tamis explain CODE` prints it,
// docs/diagnostics is generated from it, and the tests run its examples.
#pragma once

#include <span>
#include <string_view>

#include <tamis/diagnostic.h>

namespace tamis {

// What the examples of an entry are, and so how they are run.
enum class ExampleKind : std::uint8_t {
  Condition,            // compile() without a schema
  ConditionWithSchema,  // compile() under example_schema()
  Schema,               // parse_schema()
  Document,             // parse_extended_json()
  Backend,              // compile() under example_schema(), then every backend's emission
  Bytes,                // not text: shown, not run (BSON)
  Limit,                // compile() under the tiny limits of the tests
};

struct CatalogEntry {
  std::string_view code;
  std::string_view name;  // kebab-case
  Severity severity = Severity::Error;
  std::string_view since;    // version of Tamis
  std::string_view summary;  // one line, no full stop
  std::string_view why;      // Markdown, a paragraph or two
  std::string_view bad;      // yields this code
  std::string_view good;     // the mended one: does not
  ExampleKind kind = ExampleKind::Condition;

  // False: no text alone yields it.
  bool has_example() const { return !bad.empty() || !good.empty(); }
};

// Sorted by code. Lint rules are among them, made from their RuleInfo.
std::span<const CatalogEntry> catalog();
const CatalogEntry* find_in_catalog(std::string_view code_or_name);

// The schema that examples are checked against: a contact of a newsletter.
const Source& example_schema();

}  // namespace tamis
