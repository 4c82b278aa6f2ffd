// A condition printed anew, in one spelling and layout.
#pragma once

#include <tamis/condition.h>
#include <tamis/result.h>

#include <cstdint>
#include <string>

namespace tamis::cli {

struct Layout {
  enum class Form : std::uint8_t {
    Canonical,  // as Condition::canonical_text()
    Shell,      // as mongosh writes that
    Segments,   // in the segments API's forms
  };
  Form form = Form::Canonical;
  std::size_t width = 80;
};

// The condition with the comments of its source, each beside what it stood beside, as pretty()
// lays them out. Lines end with CR and LF if the source's first line does. To format the result
// changes nothing. B040 for what the form has no words for.
Result<std::string> formatted(const Condition& condition, const Layout& layout = {});

}  // namespace tamis::cli
