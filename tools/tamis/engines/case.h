// Conformance cases: one JSON object a line, values in canonical Extended JSON.
//
//   {id, filter, docs, match}      verdicts: `match` holds the indexes of the matching `docs`
//   {id, filter, accept}           validity: does MongoDB take the filter?
//   {id, filter, error: true}      the same, for one it refuses
//   {id, text, accept, value?}     shell text: is it taken, and what value does it stand for?
//
// A case of ours may have a `schema` that its filter is compiled under, the `zone` of its dates,
// and the moment that it runs at, `now` in ms; 0 without one.
#pragma once

#include <istream>
#include <optional>
#include <string>
#include <vector>

#include <tamis/result.h>
#include <tamis/value.h>

namespace tamis::engines {

struct Case {
  std::string id;
  std::string condition;  // text, as it stands in the file
  std::string schema;     // text; "" is none
  std::string time_zone;  // "" is UTC
  std::int64_t now_ms = 0;
  bool accept = true;
  bool has_documents = false;
  std::vector<Value> documents;
  std::vector<std::uint32_t> match;  // ascending
  bool is_shell_text = false;        // `condition` is any value
  std::optional<Value> stands_for;
};

// Codes: E syntax and values of a line, with the line's own text as the source.
Result<Case> read_case(const std::string& name, std::string line);

// Calls `use` with every case of a file; blank lines are passed over. Stops at the first bad line
// and returns its diagnostics, in which positions count within the line; `name` tells the line.
template <class Use>
Diagnostics for_each_case(std::istream& in, const std::string& name, Use use) {
  std::string line;
  for (std::size_t number = 1; std::getline(in, line); ++number) {
    if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
    Result<Case> found = read_case(name + " line " + std::to_string(number), std::move(line));
    if (!found) return found.diagnostics();
    use(*std::move(found));
  }
  return {};
}

}  // namespace tamis::engines
