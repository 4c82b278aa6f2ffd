// Reports of diagnostics: formats by name, counts in words.
#pragma once

#include <tamis/diagnostic.h>
#include <tamis/render.h>

#include <string>
#include <vector>

#include "tools/tamis/support/session.h"

namespace tamis::cli {

const std::vector<std::string>& report_formats();
ReportFormat report_format(const std::string& word);
RenderOptions render_options(const Style& style);

struct Counts {
  std::size_t errors = 0;
  std::size_t warnings = 0;
  std::size_t notes = 0;
  std::size_t all() const { return errors + warnings + notes; }
};
Counts count(const Diagnostics& diagnostics);

// "2 errors and 1 warning"; "nothing" for none.
std::string in_words(const Counts& counts);
std::string counted(const Diagnostics& diagnostics);
// "1 file", "3 files".
std::string plural(std::size_t count, const std::string& noun);

}  // namespace tamis::cli
