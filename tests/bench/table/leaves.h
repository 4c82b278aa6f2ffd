// What conditions written by hand are made of. Each is asked of a contact, or of a word of rows.
#pragma once

#include <bit>
#include <type_traits>

#include "tests/bench/table/world.h"

#if defined(__x86_64__)
#include <emmintrin.h>
#endif

namespace tamis::bench {

using Word = std::uint64_t;
constexpr std::size_t kRows = 64;  // of a word

template <class T, class Test>
inline Word word_of(const T* values, Test test) {
  alignas(64) std::uint8_t bytes[kRows];
  for (std::size_t i = 0; i < kRows; ++i) bytes[i] = test(values[i]) ? 0xff : 0;
  Word word = 0;
#if defined(__x86_64__)
  for (unsigned i = 0; i < 4; ++i)
    word |= Word{static_cast<std::uint16_t>(_mm_movemask_epi8(
                _mm_load_si128(reinterpret_cast<const __m128i*>(bytes + 16 * i))))}
            << (16 * i);
#else
  for (unsigned i = 0; i < kRows; ++i) word |= Word{bytes[i] & 1U} << i;
#endif
  return word;
}

// A field by the same name in both layouts.
template <class OfContact, class OfColumns, class Test>
struct Leaf {
  OfContact of_contact;
  OfColumns of_columns;
  Test test;

  bool operator()(const World&, const Contact& contact) const { return test(of_contact(contact)); }
  Word operator()(const World& world, std::size_t word) const {
    return word_of(of_columns(world.columns).data() + word * kRows, test);
  }
};
template <class OfContact, class OfColumns, class Test>
Leaf(OfContact, OfColumns, Test) -> Leaf<OfContact, OfColumns, Test>;

#define TAMIS_FIELD(name)                              \
  [](const Contact& contact) { return contact.name; }, \
      [](const World::Columns& columns) -> const auto& { return columns.name; }

// A text that test(string_view) holds of. It is no vector's work.
template <class OfContact, class OfColumns, class Test>
struct TextLeaf {
  OfContact of_contact;
  OfColumns of_columns;
  Test test;

  bool operator()(const World& world, const Contact& contact) const {
    return holds(world, of_contact(contact));
  }
  Word operator()(const World& world, std::size_t word) const {
    const Text* texts = of_columns(world.columns).data() + word * kRows;
    Word result = 0;
    for (std::size_t i = 0; i < kRows; ++i) result |= Word{holds(world, texts[i])} << i;
    return result;
  }

 private:
  bool holds(const World& world, Text text) const {
    return text.is_text() && test(world.view(text));
  }
};
template <class OfContact, class OfColumns, class Test>
TextLeaf(OfContact, OfColumns, Test) -> TextLeaf<OfContact, OfColumns, Test>;

// A name: text in a contact, and in the columns a code, of which the verdict is known.
template <class OfContact, class OfColumns, class Test>
struct NameLeaf {
  OfContact of_contact;
  OfColumns of_columns;
  Test test;
  std::vector<std::uint8_t> of_code;

  NameLeaf(OfContact contact, OfColumns columns, Test holds, const Codes& codes)
      : of_contact(contact), of_columns(columns), test(holds), of_code(65'536) {
    for (std::uint32_t code = 0; code < codes.size(); ++code)
      of_code[code] = holds(codes.text(code));
  }
  bool operator()(const World& world, const Contact& contact) const {
    const Text text = of_contact(contact);
    return text.is_text() && test(world.view(text));
  }
  Word operator()(const World& world, std::size_t word) const {
    return word_of(of_columns(world.columns).data() + word * kRows,
                   [this](std::uint16_t code) { return of_code[code] != 0; });
  }
};

// An element of an array that test(world, index) holds of.
template <class OfContact, class OfColumns, class Test>
struct ElementLeaf {
  OfContact of_contact;  // {begin, count}
  OfColumns of_columns;
  Test test;

  bool operator()(const World& world, const Contact& contact) const {
    const auto [begin, count] = of_contact(contact);
    return count < kNull<std::uint16_t> && any(world, begin, begin + count);
  }
  Word operator()(const World& world, std::size_t word) const {
    const std::uint32_t* begins = of_columns(world.columns).data() + word * kRows;
    Word result = 0;
    for (std::size_t i = 0; i < kRows; ++i)
      result |= Word{any(world, begins[i], begins[i + 1])} << i;
    return result;
  }

 private:
  bool any(const World& world, std::uint32_t begin, std::uint32_t end) const {
    for (; begin < end; ++begin)
      if (test(world, begin)) return true;
    return false;
  }
};
template <class OfContact, class OfColumns, class Test>
ElementLeaf(OfContact, OfColumns, Test) -> ElementLeaf<OfContact, OfColumns, Test>;

#define TAMIS_ELEMENTS(plural, singular)                                               \
  [](const Contact& contact) {                                                         \
    return std::pair(contact.plural##_begin, std::uint32_t{contact.singular##_count}); \
  },                                                                                   \
      [](const World::Columns& columns) -> const auto& { return columns.plural; }

template <class First, class... Rest>
auto all(First first, Rest... rest) {
  if constexpr (sizeof...(rest) == 0) {
    return first;
  } else {
    return [first, others = all(rest...)]<class Where>(const World& world, const Where& where) {
      const auto held = first(world, where);
      return held ? static_cast<std::remove_const_t<decltype(held)>>(held & others(world, where))
                  : held;
    };
  }
}

template <class Held>
constexpr Held all_of() {
  if constexpr (std::is_same_v<Held, bool>)
    return true;
  else
    return ~Held{0};
}

template <class First, class... Rest>
auto any(First first, Rest... rest) {
  if constexpr (sizeof...(rest) == 0) {
    return first;
  } else {
    return [first, others = any(rest...)]<class Where>(const World& world, const Where& where) {
      const auto held = first(world, where);
      using Held = std::remove_const_t<decltype(held)>;
      constexpr Held kAll = all_of<Held>();
      return held == kAll ? held : static_cast<Held>(held | others(world, where));
    };
  }
}

template <class Inner>
auto none(Inner inner) {
  return [inner]<class Where>(const World& world, const Where& where) {
    const auto held = inner(world, where);
    if constexpr (std::is_same_v<decltype(held), const bool>)
      return !held;
    else
      return ~held;
  };
}

}  // namespace tamis::bench
