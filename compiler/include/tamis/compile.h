// compile(): text and schema in, Condition or diagnostics out.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <tamis/condition.h>
#include <tamis/limits.h>
#include <tamis/regex_profile.h>
#include <tamis/schema.h>

namespace tamis {

// Which language a text is in.
enum class Spelling : std::uint8_t {
  MongoDb,    // MongoDB filters only
  Segments,   // also the segments API's forms, which win over field names
  Automatic,  // also the segments API's forms, where the schema has no property of that name
};

struct CompileOptions {
  std::optional<Schema> schema = std::nullopt;
  // By default MongoDb without a schema, Automatic with one.
  std::optional<Spelling> spelling = std::nullopt;
  RegexProfile regex = RegexProfile::Linear;
  Limits limits = {};
  // Zone of local dates and date math: an IANA name or "+02:00"; "" is the schema's, else UTC.
  std::string time_zone = {};
  // If not empty, the only fields (a path and all below it) and operators ("$gt") that may occur.
  std::vector<std::string> allowed_fields = {};
  std::vector<std::string> allowed_operators = {};
  // The most that Condition::cost() may be; 0 is no cap.
  double cost_cap = 0;
  // Off: the Plan is the plain translation; for tests that compare both.
  bool normalize = true;
};

// Codes: E syntax and shape, T schema and type, X limits; all mistakes in one run, in text order.
// Without a schema it accepts what MongoDB accepts, but for the policies in docs/semantics.
// Never throws but for lack of memory. Safe from several threads.
Result<Condition> compile(const Source& source, const CompileOptions& options = {});

}  // namespace tamis
