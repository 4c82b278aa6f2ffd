// What a fuzz target says when a promise is broken.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include <tamis/diagnostic.h>

namespace tamis::fuzz {

inline void require(bool holds, const std::string& promise) {
  if (holds) return;
  std::fprintf(stderr, "broken: %s\n", promise.c_str());
  std::abort();
}

inline std::string_view text_of(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

inline bool inside(SourceSpan span, const Source& source) {
  return span.begin <= span.end && span.end <= source.text().size();
}

// Every diagnostic has a code, a message and a place, and all places stand inside their texts.
inline void require_well_formed(const Diagnostics& diagnostics) {
  for (const Diagnostic& diagnostic : diagnostics) {
    require(diagnostic.code.size() == 4 && !diagnostic.message.empty(), "a code and a message");
    require(!diagnostic.labels.empty(), diagnostic.code + " points at a place");
    for (const Label& label : diagnostic.labels)
      require(inside(label.span, label.source.value_or(diagnostic.source)),
              diagnostic.code + " has its labels inside the text");
    for (const Fix& fix : diagnostic.fixes)
      for (const Edit& edit : fix.edits)
        require(inside(edit.span, diagnostic.source),
                diagnostic.code + " has its edits inside the text");
  }
}

}  // namespace tamis::fuzz
