#include "compiler/values/regex_sets.h"

#include <initializer_list>

namespace tamis {
namespace {

template <class Name>
struct NamedSet {
  Name name;
  std::initializer_list<CodeRange> ranges;
};

// clang-format off
const NamedSet<char> kEscapes[] = {
    {'d', {{'0', '9'}}},
    {'s', {{'\t', '\r'}, {' ', ' '}}},
    {'w', {{'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}}},
    {'h', {{'\t', '\t'}, {' ', ' '}, {0xA0, 0xA0}, {0x1680, 0x1680}, {0x180E, 0x180E},
           {0x2000, 0x200A}, {0x202F, 0x202F}, {0x205F, 0x205F}, {0x3000, 0x3000}}},
    {'v', {{'\n', '\r'}, {0x85, 0x85}, {0x2028, 0x2029}}},
};

const NamedSet<std::string_view> kPosix[] = {
    {"alnum", {{'0', '9'}, {'A', 'Z'}, {'a', 'z'}}},
    {"alpha", {{'A', 'Z'}, {'a', 'z'}}},
    {"ascii", {{0, 0x7F}}},
    {"blank", {{'\t', '\t'}, {' ', ' '}}},
    {"cntrl", {{0, 0x1F}, {0x7F, 0x7F}}},
    {"digit", {{'0', '9'}}},
    {"graph", {{0x21, 0x7E}}},
    {"lower", {{'a', 'z'}}},
    {"print", {{0x20, 0x7E}}},
    {"punct", {{0x21, 0x2F}, {0x3A, 0x40}, {0x5B, 0x60}, {0x7B, 0x7E}}},
    {"space", {{'\t', '\r'}, {' ', ' '}}},
    {"upper", {{'A', 'Z'}}},
    {"word", {{'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}}},
    {"xdigit", {{'0', '9'}, {'A', 'F'}, {'a', 'f'}}},
};
// clang-format on

template <class Table, class Name>
std::optional<CharSet> look_up(const Table& table, Name name) {
  for (const auto& row : table) {
    if (row.name != name) continue;
    CharSet set;
    for (const CodeRange range : row.ranges) set.add(range.first, range.last);
    return set;
  }
  return std::nullopt;
}

}  // namespace

std::optional<CharSet> escape_set(char letter) {
  const bool negative = letter >= 'A' && letter <= 'Z';
  const char name = negative ? static_cast<char>(letter - 'A' + 'a') : letter;
  std::optional<CharSet> set = look_up(kEscapes, name);
  if (set && negative) set->negate();
  return set;
}

std::optional<CharSet> posix_set(std::string_view name) {
  return look_up(kPosix, name);
}

CharSet any_char() {
  CharSet set;
  set.add(0, kMaxCodePoint);
  return set;
}

CharSet not_newline() {
  CharSet set;
  set.add('\n');
  set.negate();
  return set;
}

}  // namespace tamis
