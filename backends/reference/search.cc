#define PCRE2_CODE_UNIT_WIDTH 8
#include "backends/reference/search.h"

#include <map>
#include <memory>
#include <string>
#include <utility>

#include <pcre2.h>

namespace tamis::reference {
namespace {

struct FreeCode {
  void operator()(pcre2_code* code) const { pcre2_code_free(code); }
};
using Code = std::unique_ptr<pcre2_code, FreeCode>;

struct FreeMatch {
  void operator()(pcre2_match_data* match) const { pcre2_match_data_free(match); }
};

std::uint32_t flags_of(std::string_view options) {
  std::uint32_t flags = PCRE2_UTF;
  for (const char letter : options) {
    if (letter == 'i') flags |= PCRE2_CASELESS;
    if (letter == 'm') flags |= PCRE2_MULTILINE;
    if (letter == 's') flags |= PCRE2_DOTALL;
    if (letter == 'x') flags |= PCRE2_EXTENDED;
  }
  return flags;
}

Code compiled(const Regex& regex) {
  int error = 0;
  PCRE2_SIZE offset = 0;
  return Code(pcre2_compile(reinterpret_cast<PCRE2_SPTR>(regex.pattern.data()),
                            regex.pattern.size(), flags_of(regex.options), &error, &offset,
                            nullptr));
}

// The last few patterns of a thread: a case asks the same one of many documents.
pcre2_code* code_of(const Regex& regex) {
  constexpr std::size_t kKept = 64;
  thread_local std::map<std::pair<std::string, std::string>, Code> cache;
  const std::pair key(regex.pattern, regex.options);
  const auto it = cache.find(key);
  if (it != cache.end()) return it->second.get();
  if (cache.size() >= kKept) cache.clear();
  return cache.emplace(key, compiled(regex)).first->second.get();
}

}  // namespace

bool search(const Regex& regex, std::string_view subject) {
  const pcre2_code* code = code_of(regex);
  if (code == nullptr) return false;
  const std::unique_ptr<pcre2_match_data, FreeMatch> match(
      pcre2_match_data_create_from_pattern(code, nullptr));
  return pcre2_match(code, reinterpret_cast<PCRE2_SPTR>(subject.data()), subject.size(), 0, 0,
                     match.get(), nullptr) >= 0;
}

}  // namespace tamis::reference
