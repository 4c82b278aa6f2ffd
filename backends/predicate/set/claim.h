// What conditions of a set are made of, once taken apart: claims about shared atoms.
//
//   atom    a test of one path that any number of conditions share, decided once for a document
//             Mark   found from the document: a value, a text in one, a type, an element
//             Bound  an order comparison with a number or date: one look at the path's extremes
//             Lazy   anything else, run when first asked for
//   claim   an atom, or its negation
#pragma once

#include <compare>
#include <cstdint>

namespace tamis::predicate::set {

enum class AtomKind : std::uint8_t { Mark, Bound, Lazy };

// An atom by its kind and its number among those.
class AtomRef {
 public:
  AtomRef() = default;
  AtomRef(AtomKind kind, std::uint32_t index)
      : bits_((index << 2U) | static_cast<std::uint32_t>(kind)) {}

  AtomKind kind() const { return static_cast<AtomKind>(bits_ & 3U); }
  std::uint32_t index() const { return bits_ >> 2U; }
  friend auto operator<=>(AtomRef, AtomRef) = default;

 private:
  friend class Claim;
  std::uint32_t bits_ = 0;
};

// Fits so many bits that a formula's words have room for signs of their own.
class Claim {
 public:
  static constexpr std::uint32_t kBits = 29;

  Claim(AtomRef atom, bool negated) : bits_((atom.bits_ << 1U) | (negated ? 1U : 0U)) {}
  explicit Claim(std::uint32_t word) : bits_(word & kMask) {}

  std::uint32_t word() const { return bits_; }
  bool negated() const { return (bits_ & 1U) != 0; }
  AtomRef atom() const {
    AtomRef atom;
    atom.bits_ = bits_ >> 1U;
    return atom;
  }

 private:
  static constexpr std::uint32_t kMask = (1U << kBits) - 1;

  std::uint32_t bits_;
};

constexpr std::uint32_t kNoMark = 0xffffffff;

}  // namespace tamis::predicate::set
