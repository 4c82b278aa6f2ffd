// Conditions inside YAML: as text in a scalar, or written out as YAML itself.
#pragma once

#include <tamis/limits.h>
#include <tamis/result.h>

#include <string>
#include <vector>

#include "tools/tamis/support/embedded.h"

namespace tamis::cli {

bool is_yaml(const std::string& file_name);

// What the parts of a JSON Pointer name in each document of a YAML stream; `*` is every member or
// element. A scalar is the text of a condition; a mapping or sequence is written as JSON, in which
// each piece knows the place in the YAML that it comes from. E041 for what is no YAML, has an
// endless alias or more than `limits` allow.
Result<std::vector<Embedded>> yaml_conditions(const Source& document,
                                              const std::vector<std::string>& parts,
                                              const Limits& limits = {});

}  // namespace tamis::cli
