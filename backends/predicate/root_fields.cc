#include "backends/predicate/root_fields.h"

#include <algorithm>
#include <string>

namespace tamis::predicate {
namespace {

// More names than these are searched by their order.
constexpr std::size_t kFewNames = 16;

}  // namespace

std::uint64_t RootFields::word_at(const char* text, std::size_t size) {
  std::uint64_t word = 0;
  if (size >= sizeof word)
    std::memcpy(&word, text, sizeof word);
  else
    std::memcpy(&word, text, size);
  return word;
}

RootFields::RootFields(const std::vector<std::string_view>& names) : values_(names.size()) {
  for (std::size_t i = 0; i < names.size(); ++i) {
    // No text that is scanned has such a name, but a name, its quote and more may look like it.
    if (names[i].find('"') != std::string_view::npos) continue;
    const std::string quoted = std::string(names[i]) + '"';
    const std::string ones(std::min(quoted.size(), sizeof(std::uint64_t)), '\xff');
    names_.push_back(
        {names[i], i, word_at(quoted.data(), quoted.size()), word_at(ones.data(), ones.size())});
    first_bytes_ |= std::uint64_t{1} << (static_cast<unsigned char>(quoted.front()) % 64);
  }
  std::sort(names_.begin(), names_.end(), before);
}

bool RootFields::before(const Name& a, const Name& b) {
  return a.text < b.text;
}

void RootFields::find(const TextScan& scan) {
  std::fill(values_.begin(), values_.end(), kNowhere);
  for (const TextScan::Token name : scan.root_names()) {
    const auto first = static_cast<unsigned char>(*(scan.begin(name) + 1));
    if (((first_bytes_ >> (first % 64)) & 1U) != 0) look_at(scan, name);
  }
}

void RootFields::look_at(const TextScan& scan, TextScan::Token name) {
  const std::string_view text = scan.text();
  const std::size_t begin = scan.offset(name) + 1;
  if (names_.size() > kFewNames) {
    const Name sought{scan.string(name)};
    const auto found = std::lower_bound(names_.begin(), names_.end(), sought, before);
    if (found != names_.end() && found->text == sought.text && values_[found->number] == kNowhere)
      values_[found->number] = name + 2;
    return;
  }
  const std::uint64_t word = word_at(text.data() + begin, text.size() - begin);
  for (const Name& wanted : names_) {
    if ((word & wanted.mask) != wanted.word || values_[wanted.number] != kNowhere) continue;
    const std::size_t size = wanted.text.size();
    if (size >= sizeof word &&
        (text.substr(begin, size) != wanted.text || text[begin + size] != '"'))
      continue;
    values_[wanted.number] = name + 2;
    return;
  }
}

}  // namespace tamis::predicate
