// Conditions inside larger JSON documents: `{"name": "vip", "conditions": {...}}`.
#pragma once

#include <tamis/result.h>
#include <tamis/source.h>

#include <string>
#include <vector>

namespace tamis::cli {

// A condition's text and where it stands in the larger one.
struct Embedded {
  std::string pointer;       // JSON Pointer to it: "/data/3/conditions"
  Source text;               // its own text, under the larger one's name
  std::uint32_t offset = 0;  // of its first byte
};

// What `pointer` names in a document, or in each line of one in NDJSON; `*` as a part of the
// pointer is every member or element. Errors are those of the outer text. A document without such
// a place adds nothing.
Result<std::vector<Embedded>> find_conditions(const Source& document, const std::string& pointer);

// Diagnostics of an embedded text as diagnostics of the larger one.
Diagnostics in_outer(Diagnostics diagnostics, const Embedded& place, const Source& outer);

}  // namespace tamis::cli
