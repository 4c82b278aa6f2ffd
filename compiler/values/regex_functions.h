// What a way of searching is made into.
#pragma once

#include "compiler/values/regex.h"

namespace tamis {

template <auto kSearch>
void search_each_by(const void* engine, const JoinedSubjects& subjects, std::uint8_t* found) {
  constexpr std::uint8_t kFound = 0xff;
  std::uint32_t begin = 0;
  for (const std::uint32_t end : subjects.ends) {
    *found++ = kSearch(engine, {subjects.text + begin, end - begin}) ? kFound : 0;
    begin = end;
  }
}

template <auto kSearch>
inline constexpr RegexFunctions kFunctionsOf{kSearch, search_each_by<kSearch>};

}  // namespace tamis
