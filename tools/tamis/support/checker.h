// Checker: everything that lint finds in one text, and the text with its fixes made.
#pragma once

#include <tamis/compile.h>
#include <tamis/lint.h>

#include <optional>
#include <string>
#include <vector>

namespace tamis::cli {

struct CheckOptions {
  CompileOptions compile;
  LintOptions lint;
  std::vector<std::string> ignored;    // codes, or prefixes of them, of warnings to leave out
  std::optional<std::string> pointer;  // JSON Pointer of the conditions in a larger document
};

struct Checked {
  Diagnostics diagnostics;  // in text order
  std::size_t conditions = 0;
};
Checked check(const Source& source, const CheckOptions& options);

// The text after its fixes, made again until none is left (a fix can open the way for another).
struct Mended {
  std::string text;
  int applied = 0;
};
Mended mend(const Source& source, const CheckOptions& options, bool unsafe);

// Whether a fix of the diagnostic would be made, and which.
const Fix* chosen_fix(const Diagnostic& diagnostic, bool unsafe);

}  // namespace tamis::cli
