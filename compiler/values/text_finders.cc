#include "compiler/values/text_finders.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace tamis {
namespace {

constexpr std::size_t kWordBytes = sizeof(std::uint64_t);

std::uint64_t word_at(const char* bytes) {
  std::uint64_t word;
  std::memcpy(&word, bytes, sizeof word);
  return word;
}

constexpr std::uint64_t eight_times(char byte) {
  return 0x0101010101010101U * static_cast<unsigned char>(byte);
}

bool has_zero_byte(std::uint64_t word) {
  return ((word - eight_times('\x01')) & ~word & eight_times('\x80')) != 0;
}

template <class Word>
bool same_word(const char* a, const char* b) {
  Word x;
  Word y;
  std::memcpy(&x, a, sizeof x);
  std::memcpy(&y, b, sizeof y);
  return x == y;
}

// Without a call for the few bytes that such texts have.
bool same_bytes(const char* a, const char* b, std::size_t size) {
  if (size >= kWordBytes) {
    const std::size_t last = size - kWordBytes;
    for (std::size_t at = 0; at < last; at += kWordBytes)
      if (!same_word<std::uint64_t>(a + at, b + at)) return false;
    return same_word<std::uint64_t>(a + last, b + last);
  }
  if (size >= sizeof(std::uint32_t)) {
    const std::size_t last = size - sizeof(std::uint32_t);
    return same_word<std::uint32_t>(a, b) && same_word<std::uint32_t>(a + last, b + last);
  }
  for (std::size_t at = 0; at < size; ++at)
    if (a[at] != b[at]) return false;
  return true;
}

}  // namespace

void EdgeTexts::add(std::string text, bool whole) {
  std::uint8_t& first = first_[nearest(text)];
  entries_.push_back({std::move(text), whole, first});
  first = static_cast<std::uint8_t>(entries_.size());
}

bool EdgeTexts::found_among(std::size_t number, std::string_view subject) const {
  for (; number != 0; number = entries_[number - 1].next) {
    const Entry& entry = entries_[number - 1];
    const std::size_t size = entry.text.size();
    if (size > subject.size() || (entry.whole && size != subject.size())) continue;
    const std::size_t begin = edge_ == Edge::Begin ? 0 : subject.size() - size;
    if (same_bytes(subject.data() + begin, entry.text.data(), size)) return true;
  }
  return false;
}

std::optional<InnerTexts> InnerTexts::of(std::vector<std::string> texts) {
  if (texts.empty() || texts.size() > kMostTexts) return std::nullopt;
  InnerTexts finder;
  for (std::string& text : texts) {
    if (text.size() < 2 || text.size() > kMostBytes) return std::nullopt;
    const std::uint64_t first = eight_times(text.front());
    const std::uint64_t last = eight_times(text.back());
    finder.entries_.push_back({std::move(text), first, last});
  }
  return finder;
}

bool InnerTexts::found(std::string_view subject) const {
  return std::any_of(entries_.begin(), entries_.end(),
                     [&](const Entry& entry) { return found(entry, subject); });
}

bool InnerTexts::found(const Entry& entry, std::string_view subject) {
  const std::size_t size = entry.text.size();
  if (size > subject.size()) return false;
  const char* text = entry.text.data();
  const auto stands_among = [&](const char* begin, const char* end) {
    for (const char* at = begin; at != end; ++at)
      if (*at == *text && same_bytes(at, text, size)) return true;
    return false;
  };
  const char* begin = subject.data();
  const std::size_t places = subject.size() - size + 1;
  if (places < kWordBytes) return stands_among(begin, begin + places);
  for (const char* last = begin + places - kWordBytes;;) {
    const std::uint64_t unlike =
        (word_at(begin) ^ entry.first) | (word_at(begin + size - 1) ^ entry.last);
    if (has_zero_byte(unlike) && stands_among(begin, begin + kWordBytes)) return true;
    if (begin == last) return false;
    begin = std::min(begin + kWordBytes, last);
  }
}

}  // namespace tamis
