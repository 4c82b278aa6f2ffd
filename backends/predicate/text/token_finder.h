// Where the tokens of a JSON text begin, told block by block.
#pragma once

#include <cstring>
#include <string_view>

#include "backends/predicate/text/text_blocks.h"

#if defined(__x86_64__)
namespace tamis::predicate::blocks {

// Calls take(block, at, taken) with the blocks of a text, each with its offset. The last ends where
// the text does, so that some of its bytes have been taken already.
template <class Block, class Take>
void each_block(std::string_view text, Take&& take) {
  std::size_t at = 0;
  for (; at + kBlock <= text.size(); at += kBlock) take(Block(text.data() + at), at, 0);
  if (at == text.size()) return;
  if (at != 0)
    return take(Block(text.data() + text.size() - kBlock), text.size() - kBlock,
                kBlock - (text.size() - at));
  char blanks_behind[kBlock];
  std::memset(blanks_behind, ' ', kBlock);
  std::memcpy(blanks_behind, text.data(), text.size());
  take(Block(blanks_behind), 0, 0);
}

template <class Block>
class TokenFinder {
 public:
  struct Found {
    Mask tokens;
    Mask in_scalars;
    Mask behind_scalars;
  };

  // Of what is behind the bytes of a block that have been taken already.
  Found find(const Block& block, std::size_t taken) {
    beyond_ascii_ |= block.beyond_ascii();
    const Mask fresh = ~Mask{0} << taken;
    Mask quotes = block.find('"') & fresh;
    const Mask backslashes = block.find('\\') & fresh;
    if ((backslashes | escaped_) != 0) [[unlikely]]
      quotes &= ~find_escaped(backslashes, taken);
    // Those that open strings are among their bytes, those that close them are not.
    const Mask in_strings = odd_so_far(quotes) ^ in_string_;
    in_string_ = Mask{0} - (in_strings >> (kBlock - 1));
    mistakes_ |= in_strings & block.controls() & fresh;
    const Mask marks = block.marks();
    const Mask in_scalars = ~(in_strings | quotes | marks | block.blanks()) & fresh;
    const Mask behind_scalars = in_scalars << 1U | in_scalar_ << taken;
    in_scalar_ = in_scalars >> (kBlock - 1);
    return {
        (((marks & ~in_strings) | (quotes & in_strings)) & fresh) | (in_scalars & ~behind_scalars),
        in_scalars, behind_scalars};
  }

  bool has_sound_strings() const { return (mistakes_ | in_string_) == 0; }
  bool has_escapes() const { return has_escapes_; }
  bool is_beyond_ascii() const { return beyond_ascii_ != 0; }

 private:
  // The bytes behind backslashes that are not behind one themselves.
  Mask find_escaped(Mask backslashes, std::size_t taken) {
    has_escapes_ = true;
    Mask escaped = escaped_ << taken;
    escaped_ = 0;
    while ((backslashes &= ~escaped) != 0) {
      const Mask first = backslashes & (Mask{0} - backslashes);
      escaped |= first << 1U;
      escaped_ |= first >> (kBlock - 1);
      backslashes ^= first;
    }
    return escaped;
  }

  Mask mistakes_ = 0;
  Mask beyond_ascii_ = 0;
  bool has_escapes_ = false;
  // What goes on in the next block.
  Mask in_string_ = 0;  // all bits or none
  Mask in_scalar_ = 0;  // one bit, as below
  Mask escaped_ = 0;
};

}  // namespace tamis::predicate::blocks
#endif
