#include "compiler/values/inner_texts.h"

#include <algorithm>
#include <bit>
#include <utility>

#include "compiler/values/regex_functions.h"
#include "compiler/values/same_bytes.h"

#if defined(__x86_64__)
#include <tmmintrin.h>
#endif

namespace tamis {
namespace {

constexpr std::size_t kWordBytes = sizeof(std::uint64_t);

constexpr std::uint64_t eight_times(char byte) {
  return 0x0101010101010101U * static_cast<unsigned char>(byte);
}

bool has_zero_byte(std::uint64_t word) {
  return ((word - eight_times('\x01')) & ~word & eight_times('\x80')) != 0;
}

#if defined(__x86_64__)
constexpr std::size_t kBlock = sizeof(__m128i);

bool has_ssse3() {
  static const bool kHas = __builtin_cpu_supports("ssse3") != 0;
  return kHas;
}

__attribute__((target("ssse3"))) inline __m128i load(const void* bytes) {
  return _mm_loadu_si128(static_cast<const __m128i*>(bytes));
}

// The texts that may stand at each of sixteen places, by so many of their bytes.
template <std::size_t kCount>
__attribute__((target("ssse3"))) inline __m128i texts_at(const InnerTexts::Halves* halves,
                                                         const char* begin) {
  const __m128i half = _mm_set1_epi8(0xF);
  __m128i texts = _mm_set1_epi8(-1);
  for (const InnerTexts::Halves* each = halves; each != halves + kCount; ++each) {
    const __m128i bytes = load(begin + each->offset);
    const __m128i low = _mm_and_si128(bytes, half);
    const __m128i high = _mm_and_si128(_mm_srli_epi16(bytes, 4), half);
    texts = _mm_and_si128(texts, _mm_shuffle_epi8(load(each->low.data()), low));
    texts = _mm_and_si128(texts, _mm_shuffle_epi8(load(each->high.data()), high));
  }
  return texts;
}

__attribute__((target("ssse3"))) inline unsigned places_of(__m128i texts) {
  const __m128i is_none = _mm_cmpeq_epi8(texts, _mm_setzero_si128());
  return static_cast<unsigned>(_mm_movemask_epi8(is_none)) ^ 0xFFFFU;
}

// Until is_found(texts, from) is true: one of these may stand at that place of the subject. Two
// blocks at a time, so that most subjects take one round; the last ends where the subject does, and
// may look at places again.
template <std::size_t kCount, class IsFound>
__attribute__((target("ssse3"))) bool found_by_halves(const InnerTexts::Halves* halves,
                                                      std::string_view subject, IsFound is_found) {
  const std::size_t last = subject.size() - (kBlock + halves[kCount - 1].offset);
  for (std::size_t begin = 0;; begin = std::min(begin + 2 * kBlock, last)) {
    const std::size_t second = std::min(begin + kBlock, last);
    const __m128i texts = texts_at<kCount>(halves, subject.data() + begin);
    const __m128i more = texts_at<kCount>(halves, subject.data() + second);
    unsigned places = places_of(texts) | places_of(more) << kBlock;
    if (places != 0) {
      std::array<InnerTexts::Texts, 2 * kBlock> at_place;
      _mm_storeu_si128(reinterpret_cast<__m128i*>(at_place.data()), texts);
      _mm_storeu_si128(reinterpret_cast<__m128i*>(at_place.data() + kBlock), more);
      for (; places != 0; places &= places - 1) {
        const auto place = static_cast<std::size_t>(std::countr_zero(places));
        const std::size_t from = place < kBlock ? begin + place : second + place - kBlock;
        if (is_found(at_place[place], from)) return true;
      }
    }
    if (second == last) return false;
  }
}

template <class IsFound>
bool found_by_halves(const std::array<InnerTexts::Halves, 3>& halves, std::string_view subject,
                     IsFound is_found) {
  return halves.back().offset == 1 ? found_by_halves<2>(halves.data(), subject, is_found)
                                   : found_by_halves<3>(halves.data(), subject, is_found);
}

bool can_go_by_halves(const std::array<InnerTexts::Halves, 3>& halves, std::size_t subject_size) {
  return subject_size >= kBlock + halves.back().offset && has_ssse3();
}
#endif

}  // namespace

std::optional<InnerTexts> InnerTexts::of(std::vector<std::string> texts) {
  if (texts.empty() || texts.size() > kMostTexts) return std::nullopt;
  InnerTexts finder;
  for (std::string& text : texts) {
    if (text.size() < 2 || text.size() > kMostBytes) return std::nullopt;
    const std::uint64_t first = eight_times(text.front());
    const std::uint64_t last = eight_times(text.back());
    finder.entries_.push_back({std::move(text), first, last});
  }
  finder.fill_halves();
  return finder;
}

// The first, the second and the last byte that all texts have.
void InnerTexts::fill_halves() {
  std::size_t shortest = kMostBytes;
  for (const Entry& entry : entries_) shortest = std::min(shortest, entry.text.size());
  halves_[1].offset = 1;
  halves_[2].offset = shortest - 1;
  for (std::size_t number = 0; number < entries_.size(); ++number)
    for (Halves& each : halves_) {
      const auto byte = static_cast<unsigned char>(entries_[number].text[each.offset]);
      each.low[byte & 0xFU] |= static_cast<Texts>(1U << number);
      each.high[byte >> 4U] |= static_cast<Texts>(1U << number);
    }
}

bool InnerTexts::found(std::string_view subject) const {
#if defined(__x86_64__)
  if (can_go_by_halves(halves_, subject.size()))
    return found_by_halves(halves_, subject, [&](Texts texts, std::size_t from) {
      return stands(texts, subject.substr(from));
    });
#endif
  return found_by_words(subject);
}

void InnerTexts::find_each(const JoinedSubjects& subjects, std::uint8_t* found) const {
#if defined(__x86_64__)
  const std::size_t size = subjects.ends.empty() ? 0 : subjects.ends.back();
  if (can_go_by_halves(halves_, size)) {
    std::fill_n(found, subjects.ends.size(), std::uint8_t{0});
    std::size_t subject = 0;
    std::size_t begin = 0;
    const auto note = [&](Texts texts, std::size_t from) {
      while (subjects.ends[subject] <= from) begin = subjects.ends[subject++];
      const std::string_view rest(subjects.text + from, subjects.ends[subject] - from);
      if (from >= begin && found[subject] == 0 && stands(texts, rest)) found[subject] = kFound;
      return false;
    };
    found_by_halves(halves_, {subjects.text, size}, note);
    return;
  }
#endif
  each_subject(subjects, found, [&](std::string_view subject, std::uint8_t& is_found) {
    is_found = found_by_words(subject) ? kFound : 0;
  });
}

bool InnerTexts::found_by_words(std::string_view subject) const {
  return std::any_of(entries_.begin(), entries_.end(),
                     [&](const Entry& entry) { return found_by_words(entry, subject); });
}

bool InnerTexts::found_by_words(const Entry& entry, std::string_view subject) {
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
    const std::uint64_t unlike = (word_at<std::uint64_t>(begin) ^ entry.first) |
                                 (word_at<std::uint64_t>(begin + size - 1) ^ entry.last);
    if (has_zero_byte(unlike) && stands_among(begin, begin + kWordBytes)) return true;
    if (begin == last) return false;
    begin = std::min(begin + kWordBytes, last);
  }
}

// Whether what is left of the subject begins with one of these.
bool InnerTexts::stands(Texts texts, std::string_view from) const {
  for (; texts != 0; texts &= static_cast<Texts>(texts - 1)) {
    const std::string& text = entries_[static_cast<std::size_t>(std::countr_zero(texts))].text;
    if (text.size() <= from.size() && same_bytes(from.data(), text.data(), text.size()))
      return true;
  }
  return false;
}

}  // namespace tamis
