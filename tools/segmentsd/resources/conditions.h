// Conditions in a request's body: compiled, or the answer 422 with all that is wrong in them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "tools/segmentsd/http/body.h"
#include "tools/segmentsd/segments/workspace.h"

namespace segmentsd {

struct GivenRule {
  std::string text;  // as written
  Rule rule;
};

// Mistakes are the body's errors, so they stand beside those of other fields.
std::optional<GivenRule> read_conditions(Body& body, std::string_view field, bool required,
                                         const Workspace& workspace);

// An error for each integer that the compiler would take for the nearest double.
void check_integers(Body& body, std::uint32_t node, const std::string& where);

// A diagnostic as a member of `validationErrors`, its span counted from the conditions' first byte.
FieldError to_field_error(const tamis::Diagnostic& diagnostic, const Body& body,
                          std::uint32_t conditions, std::string_view field);

}  // namespace segmentsd
