// What a way of finding is made into: one asks it of one subject, or of all that lie one behind
// the other. Whether what is found is valid UTF-8 is asked here.
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

inline void take_out_invalid(const JoinedSubjects& subjects, std::uint8_t* found) {
  each_subject(subjects, found, [](std::string_view subject, std::uint8_t& is_found) {
    if (is_found != 0 && !is_valid_utf8(subject)) is_found = 0;
  });
}

template <auto kFind>
bool search_by(const void* engine, std::string_view subject) {
  return kFind(engine, subject) && is_valid_utf8(subject);
}

template <auto kFind>
void find_each_by(const void* engine, Machine, const JoinedSubjects& subjects,
                  std::uint8_t* found) {
  each_subject(subjects, found, [engine](std::string_view subject, std::uint8_t& is_found) {
    is_found = kFind(engine, subject) ? kFound : 0;
  });
}

template <auto kFindEach>
void search_each_by(const void* engine, Machine machine, const JoinedSubjects& subjects,
                    std::uint8_t* found) {
  kFindEach(engine, machine, subjects, found);
  if (!subjects.are_valid) take_out_invalid(subjects, found);
}

template <auto kFind, auto kFindEach = find_each_by<kFind>>
inline constexpr RegexFunctions kFunctionsOf{kFind, search_by<kFind>, search_each_by<kFindEach>};

}  // namespace tamis
