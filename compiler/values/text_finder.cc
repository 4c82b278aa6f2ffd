#include "compiler/values/text_finder.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstring>

#include "compiler/values/same_bytes.h"
#include "compiler/values/text_search.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace tamis {
namespace {

// Of each byte how many are rarer, about, in JSON.
constexpr auto kCommonness = [] {
  constexpr std::string_view kMostCommonFirst =
      "\"eatiosnr:,0lcd12mupg-h3y549876.bf{}wvk@_ []xzjqTZSAECMIPLRDBNOFGHJKUWVYQX/$+()";
  std::array<std::uint8_t, 256> commonness{};
  for (std::size_t i = 0; i < kMostCommonFirst.size(); ++i)
    commonness[static_cast<unsigned char>(kMostCommonFirst[i])] =
        static_cast<std::uint8_t>(kMostCommonFirst.size() - i);
  return commonness;
}();

}  // namespace

TextFinder::TextFinder(std::string_view text) : text_(text.substr(0, kMostBytes)) {
  const auto commonness = [this](std::size_t place) {
    return kCommonness[static_cast<unsigned char>(text_[place])];
  };
  for (std::size_t place = 1; place < text_.size(); ++place) {
    if (commonness(place) < commonness(rarest_)) {
      second_ = rarest_;
      rarest_ = place;
    } else if (second_ == rarest_ || commonness(place) < commonness(second_)) {
      second_ = place;
    }
  }
}

#ifdef __SSE2__
namespace {

constexpr std::size_t kPlaces = 64;

// Of that many places the bits of those where both bytes stand, each at its distance.
class Pair {
 public:
  Pair(char first, std::size_t first_at, char second, std::size_t second_at)
      : first_(_mm_set1_epi8(first)),
        second_(_mm_set1_epi8(second)),
        first_at_(first_at),
        second_at_(second_at) {}

  std::uint64_t places(const char* begin) const {
    constexpr std::size_t kParts = kPlaces / sizeof(__m128i);
    __m128i both[kParts];
    for (std::size_t i = 0; i < kParts; ++i) both[i] = of_sixteen(begin + i * sizeof(__m128i));
    const __m128i any =
        _mm_or_si128(_mm_or_si128(both[0], both[1]), _mm_or_si128(both[2], both[3]));
    if (_mm_movemask_epi8(any) == 0) return 0;
    std::uint64_t places = 0;
    for (std::size_t i = 0; i < kParts; ++i)
      places |= std::uint64_t{static_cast<std::uint16_t>(_mm_movemask_epi8(both[i]))}
                << (i * sizeof(__m128i));
    return places;
  }

 private:
  static __m128i load(const char* bytes) {
    return _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes));
  }
  __m128i of_sixteen(const char* begin) const {
    return _mm_and_si128(_mm_cmpeq_epi8(load(begin + first_at_), first_),
                         _mm_cmpeq_epi8(load(begin + second_at_), second_));
  }

  __m128i first_, second_;
  std::size_t first_at_, second_at_;
};

}  // namespace

bool TextFinder::found(std::string_view subject) const {
  if (text_.empty() || subject.size() < text_.size() - 1 + kPlaces) return contains(subject, text_);
  const Pair pair(text_[rarest_], rarest_, text_[second_], second_);
  // The last places end where the subject does, and some are looked at again.
  const std::size_t last = subject.size() - (text_.size() - 1 + kPlaces);
  for (std::size_t begin = 0;; begin = std::min(begin + kPlaces, last)) {
    const char* const at = subject.data() + begin;
    for (std::uint64_t places = pair.places(at); places != 0; places &= places - 1)
      if (same_bytes(at + std::countr_zero(places), text_.data(), text_.size())) return true;
    if (begin == last) return false;
  }
}
#else
bool TextFinder::found(std::string_view subject) const {
  return contains(subject, text_);
}
#endif

}  // namespace tamis
