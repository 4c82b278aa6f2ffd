// Findings of lint as a JUnit report: a suite for each file, a failed case for each finding, and
// one case that passes for a file without any.
#pragma once

#include <tamis/diagnostic.h>

#include <span>
#include <string>

namespace tamis::cli {

struct FileFindings {
  std::string file;
  Diagnostics diagnostics;
};

// An error is an `error`, a warning a `failure`; a note is told in a case that passes.
std::string junit_findings_report(std::span<const FileFindings> files);

}  // namespace tamis::cli
