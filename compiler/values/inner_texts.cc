#include "compiler/values/inner_texts.h"

#include <algorithm>
#include <bit>
#include <utility>

#include "compiler/values/regex_functions.h"
#include "compiler/values/same_bytes.h"

#if defined(__x86_64__)
#include <immintrin.h>
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

// stands(texts, from): one of these stands where the rest of the subject begins. Two blocks at a
// time, so that most subjects take one round; the last ends where the subject does, and may look
// at places again.
template <std::size_t kCount, class Stands>
__attribute__((target("ssse3"))) bool found_by_halves(const InnerTexts::Halves* halves,
                                                      std::string_view subject, Stands stands) {
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
        if (stands(at_place[place], subject.substr(from))) return true;
      }
    }
    if (second == last) return false;
  }
}

// ── of many subjects ─────────────────────────────────────────────────────────────────────────────

constexpr std::size_t kPlaces = 64;

// The places, of sixty-four, where texts may stand, and which may stand at each.
__attribute__((target(TAMIS_V3))) std::uint64_t places_on_v3(
    std::span<const InnerTexts::Halves> halves, const char* begin, InnerTexts::Texts* texts) {
  const __m256i half = _mm256_set1_epi8(0xF);
  std::uint64_t nowhere = 0;
  for (std::size_t first = 0; first < kPlaces; first += sizeof(__m256i)) {
    __m256i some = _mm256_set1_epi8(-1);
    for (const InnerTexts::Halves& each : halves) {
      const __m256i bytes =
          _mm256_loadu_si256(reinterpret_cast<const __m256i*>(begin + first + each.offset));
      const __m256i low = _mm256_and_si256(bytes, half);
      const __m256i high = _mm256_and_si256(_mm256_srli_epi16(bytes, 4), half);
      const __m256i of_low = _mm256_broadcastsi128_si256(load(each.low.data()));
      const __m256i of_high = _mm256_broadcastsi128_si256(load(each.high.data()));
      some = _mm256_and_si256(some, _mm256_shuffle_epi8(of_low, low));
      some = _mm256_and_si256(some, _mm256_shuffle_epi8(of_high, high));
    }
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(texts + first), some);
    const __m256i is_none = _mm256_cmpeq_epi8(some, _mm256_setzero_si256());
    nowhere |= std::uint64_t{static_cast<std::uint32_t>(_mm256_movemask_epi8(is_none))} << first;
  }
  return ~nowhere;
}

__attribute__((target(TAMIS_V4))) std::uint64_t places_on_v4(
    std::span<const InnerTexts::Halves> halves, const char* begin, InnerTexts::Texts* texts) {
  const __m512i half = _mm512_set1_epi8(0xF);
  __m512i some = _mm512_set1_epi8(-1);
  for (const InnerTexts::Halves& each : halves) {
    const __m512i bytes = _mm512_loadu_si512(begin + each.offset);
    const __m512i low = _mm512_and_si512(bytes, half);
    const __m512i high = _mm512_and_si512(_mm512_srli_epi16(bytes, 4), half);
    const __m512i of_low = _mm512_broadcast_i32x4(load(each.low.data()));
    const __m512i of_high = _mm512_broadcast_i32x4(load(each.high.data()));
    some = _mm512_and_si512(some, _mm512_shuffle_epi8(of_low, low));
    some = _mm512_and_si512(some, _mm512_shuffle_epi8(of_high, high));
  }
  _mm512_storeu_si512(texts, some);
  return _mm512_test_epi8_mask(some, some);
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
  const auto stands_there = [this](Texts texts, std::string_view from) {
    return stands(texts, from);
  };
  const std::size_t last = halves_.back().offset;
  if (subject.size() >= kBlock + last && has_ssse3())
    return last == 1 ? found_by_halves<2>(halves_.data(), subject, stands_there)
                     : found_by_halves<3>(halves_.data(), subject, stands_there);
#endif
  return found_by_words(subject);
}

void InnerTexts::find_each(Machine machine, const JoinedSubjects& subjects,
                           std::uint8_t* found) const {
#if defined(__x86_64__)
  const std::size_t size = subjects.ends.empty() ? 0 : subjects.ends.back();
  if (machine != Machine::Any && size >= kPlaces + halves_.back().offset)
    return find_each_by_places(machine == Machine::V4 ? places_on_v4 : places_on_v3,
                               {subjects.text, size}, subjects.ends, found);
#endif
  each_subject(subjects, found, [&](std::string_view subject, std::uint8_t& is_found) {
    is_found = this->found(subject) ? kFound : 0;
  });
}

// The last places end where the subjects do, and some are looked at again.
void InnerTexts::find_each_by_places(PlacesOf places_of, std::string_view all,
                                     std::span<const std::uint32_t> ends,
                                     std::uint8_t* found) const {
  std::fill_n(found, ends.size(), std::uint8_t{0});
  const std::span halves(halves_.data(), halves_.back().offset == 1 ? 2 : halves_.size());
  const std::size_t last = all.size() - (kPlaces + halves_.back().offset);
  std::size_t subject = 0;
  std::size_t subject_begin = 0;
  std::array<Texts, kPlaces> texts;
  for (std::size_t begin = 0;; begin = std::min(begin + kPlaces, last)) {
    std::uint64_t places = places_of(halves, all.data() + begin, texts.data());
    for (; places != 0; places &= places - 1) {
      const auto place = static_cast<std::size_t>(std::countr_zero(places));
      const std::size_t from = begin + place;
      while (ends[subject] <= from) subject_begin = ends[subject++];
      if (from < subject_begin || found[subject] != 0) continue;
      if (stands(texts[place], all.substr(from, ends[subject] - from))) found[subject] = kFound;
    }
    if (begin == last) return;
  }
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
