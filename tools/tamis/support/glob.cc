#include "tools/tamis/support/glob.h"

#include <optional>

namespace tamis::cli {
namespace {

struct Set {
  bool holds;
  std::size_t size;  // of the set in the pattern, brackets included
};

// Of a pattern that begins with `[`; nullopt where the set is not closed, so that `[` is itself.
std::optional<Set> match_set(std::string_view pattern, char c) {
  const bool inverted = pattern.size() > 1 && (pattern[1] == '!' || pattern[1] == '^');
  const std::size_t first = inverted ? 2 : 1;
  bool holds = false;
  for (std::size_t i = first; i < pattern.size(); ++i) {
    if (pattern[i] == ']' && i > first) return Set{holds != inverted, i + 1};
    if (i + 2 < pattern.size() && pattern[i + 1] == '-' && pattern[i + 2] != ']') {
      holds = holds || (pattern[i] <= c && c <= pattern[i + 2]);
      i += 2;
    } else {
      holds = holds || pattern[i] == c;
    }
  }
  return std::nullopt;
}

// One step: how much of the pattern a character takes, or nullopt if it does not fit.
std::optional<std::size_t> step(std::string_view pattern, char c) {
  if (pattern.empty()) return std::nullopt;
  if (pattern[0] == '?') return 1;
  if (pattern[0] == '[')
    if (const auto set = match_set(pattern, c))
      return set->holds ? std::optional(set->size) : std::nullopt;
  return pattern[0] == c ? std::optional<std::size_t>(1) : std::nullopt;
}

// Within one part. On a mismatch the last star takes one character more: no recursion.
bool part_matches(std::string_view pattern, std::string_view part) {
  std::size_t p = 0;
  std::size_t t = 0;
  std::size_t star = std::string_view::npos;
  std::size_t star_text = 0;
  while (t < part.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      star_text = t;
    } else if (const auto size = step(pattern.substr(p), part[t])) {
      p += *size;
      ++t;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      t = ++star_text;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

std::string_view first_part(std::string_view path) {
  return path.substr(0, path.find('/'));
}

std::string_view after_part(std::string_view path) {
  const std::size_t slash = path.find('/');
  return slash == std::string_view::npos ? std::string_view() : path.substr(slash + 1);
}

bool parts_match(std::string_view pattern, std::string_view path) {
  while (!pattern.empty()) {
    if (first_part(pattern) == "**") {
      pattern = after_part(pattern);
      if (pattern.empty()) return true;
      for (std::string_view rest = path; !rest.empty(); rest = after_part(rest))
        if (parts_match(pattern, rest)) return true;
      return false;
    }
    if (path.empty() || !part_matches(first_part(pattern), first_part(path))) return false;
    pattern = after_part(pattern);
    path = after_part(path);
  }
  return path.empty();
}

}  // namespace

bool glob_matches(std::string_view pattern, std::string_view path) {
  if (pattern.find('/') == std::string_view::npos)
    return part_matches(pattern, path.substr(path.rfind('/') + 1));
  if (pattern.starts_with("/")) pattern.remove_prefix(1);
  if (pattern.starts_with("./")) pattern.remove_prefix(2);
  return parts_match(pattern, path);
}

}  // namespace tamis::cli
