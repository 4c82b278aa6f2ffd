// What a way of searching is made into: it is asked of one subject, or of all that lie one behind
// the other.
#pragma once

#include "compiler/values/regex.h"
#include "compiler/values/regex_chars.h"

namespace tamis {

inline constexpr std::uint8_t kFound = 0xff;

// Calls use(subject, found of it) for each.
template <class Use>
void each_subject(const JoinedSubjects& subjects, std::uint8_t* found, Use&& use) {
  std::uint32_t begin = 0;
  for (const std::uint32_t end : subjects.ends) {
    use(std::string_view(subjects.text + begin, end - begin), *found++);
    begin = end;
  }
}

template <auto kSearch>
void search_one_after_another(const void* engine, const JoinedSubjects& subjects,
                              std::uint8_t* found) {
  each_subject(subjects, found, [engine](std::string_view subject, std::uint8_t& is_found) {
    is_found = kSearch(engine, subject) ? kFound : 0;
  });
}

// kSearchValid is told that the subject is valid UTF-8.
template <auto kSearch, auto kSearchValid>
void search_each_by(const void* engine, Machine, const JoinedSubjects& subjects,
                    std::uint8_t* found) {
  if (subjects.are_valid)
    search_one_after_another<kSearchValid>(engine, subjects, found);
  else
    search_one_after_another<kSearch>(engine, subjects, found);
}

template <auto kSearch, auto kSearchValid = kSearch>
inline constexpr RegexFunctions kFunctionsOf{kSearch, search_each_by<kSearch, kSearchValid>};

}  // namespace tamis
