// Whether all the scalars of a text are well formed. Answered for many at once, of a list of them
// with a comma behind each.
#pragma once

#include "backends/predicate/text/text_blocks.h"

#if defined(__x86_64__)
namespace tamis::predicate::blocks {

// Whether all numbers are plain: without an exponent, and with too few digits to be beyond a
// double.
class PlainNumbers {
 public:
  // The next block of the list. What begins with neither a digit nor a sign may be anything: the
  // first bytes of those.
  template <class Block>
  Mask look_at(const Block& block) {
    const Mask scalars = ~block.find(',');
    const Mask starts = scalars & ~behind(scalars, in_scalar_);
    const Mask digits = block.digits();
    const Mask signs = block.find('-') & starts;
    const Mask dots = block.find('.');
    const Mask parts = digits | signs | dots;
    const Mask behind_signs = behind(signs, sign_);
    const Mask behind_dots = behind(dots, dot_);
    const Mask leading_zeros = block.find('0') & (starts | behind_signs);
    Mask behind_fractions = 0;  // to add its first digit to a run of them gives what is behind it
    const bool fraction_goes_on =
        __builtin_add_overflow(digits, behind_dots | fraction_, &behind_fractions);

    mistakes_ |= behind(parts, part_) & scalars & ~parts;
    mistakes_ |= (behind_signs | behind_dots) & ~digits;
    mistakes_ |= behind_fractions & dots;
    mistakes_ |= behind(leading_zeros, leading_zero_) & digits;
    mistakes_ |= scalars == ~Mask{0} ? 1U : 0U;  // too long to be sure

    in_scalar_ = last(scalars);
    part_ = last(parts);
    sign_ = last(signs);
    dot_ = last(dots);
    leading_zero_ = last(leading_zeros);
    fraction_ = fraction_goes_on ? 1U : 0U;
    return starts & ~(digits | signs);
  }

  bool all_plain() const { return mistakes_ == 0; }

 private:
  static Mask behind(Mask bits, Mask last_before) { return bits << 1U | last_before; }
  static Mask last(Mask bits) { return bits >> (kBlock - 1); }

  Mask mistakes_ = 0;
  // What the last byte of the block before was.
  Mask in_scalar_ = 0;
  Mask part_ = 0;
  Mask sign_ = 0;
  Mask dot_ = 0;
  Mask leading_zero_ = 0;
  Mask fraction_ = 0;  // a digit of one
};

// Whether `starts` are the first bytes of true, false or null in a block of the list, behind which
// there is another.
template <class Block>
bool are_words(const char* list, Mask starts) {
  const Block first(list), second(list + 1), third(list + 2), fourth(list + 3), fifth(list + 4),
      sixth(list + 5);
  const Mask t = third.find('u', second.find('r', first.find('t', starts)));
  const Mask n = fourth.find('l', third.find('l', second.find('u', first.find('n', starts))));
  const Mask f = fourth.find('s', third.find('l', second.find('a', first.find('f', starts))));
  const Mask ends = fifth.find(',', n | fourth.find('e', t)) | sixth.find(',', fifth.find('e', f));
  return ends == starts;
}

}  // namespace tamis::predicate::blocks
#endif
