#include "backends/predicate/text/text_lines.h"

#include <algorithm>
#include <cstring>

#include "backends/predicate/text/line_grammar.h"
#include "backends/predicate/text/text_blocks.h"
#include "backends/predicate/text/text_numbers.h"
#include "backends/predicate/text/token_finder.h"

#if defined(__x86_64__)
namespace tamis::predicate::blocks {
namespace {

class LineReader {
 public:
  explicit LineReader(const TextLines::Room& room) : room_(room) {}

  TextLines::Found read(std::string_view lines) {
    find_tokens(lines);
    found_.have_sound_strings = finder_.has_sound_strings() &&
                                (!finder_.is_beyond_ascii() || simdjson::validate_utf8(lines));
    if (!found_.have_sound_strings) return found_;
    found_.have_escapes = finder_.has_escapes();
    const bool has_known_words = look_at_scalars();
    list_bounds();
    found_.are_sound =
        found_.have_plain_numbers && has_known_words && look_at_bounds() && look_at_tokens();
    if (!found_.are_sound) found_.names = 0;
    return found_;
  }

 private:
  void find_tokens(std::string_view lines) {
    each_block<BlockV4>(lines, [this](const BlockV4& block, std::size_t at, std::size_t taken) {
      take(block, at, taken);
    });
    room_.kinds[-1] = '\n';
    std::memset(room_.kinds + tokens_, '\n', kBlock);
    std::memset(room_.scalars + scalars_, ',', 2 * kBlock);
  }
  void take(const BlockV4& block, std::size_t at, std::size_t taken) {
    const auto found = finder_.find(block, taken);
    const Mask line_ends = block.find('\n') & ~Mask{0} << taken;
    scalars_ += block.write_list(found.in_scalars, found.behind_scalars, room_.scalars + scalars_);
    tokens_ = block.write(found.tokens | line_ends, static_cast<std::uint32_t>(at), room_.kinds,
                          room_.offsets, tokens_);
  }

  bool look_at_scalars() {
    PlainNumbers numbers;
    bool has_known_words = true;
    for (std::size_t at = 0; at < scalars_; at += kBlock) {
      const Mask words = numbers.look_at(BlockV4(room_.scalars + at));
      has_known_words &= are_words<BlockV4>(room_.scalars + at, words);
    }
    found_.have_plain_numbers = numbers.all_plain();
    return has_known_words;
  }

  void list_bounds() {
    room_.bounds[bounds_++] = '\n';
    for (std::size_t at = 0; at < tokens_; at += kBlock) {
      const BlockV4 block(room_.kinds + at);
      const TokenKinds kinds = TokenKinds::of(block);
      found_.lines += write_places(kinds.line_ends, at, room_.line_ends + found_.lines);
      bounds_ += block.write_list(kinds.bounds(), 0, room_.bounds + bounds_);
    }
    std::memset(room_.bounds + bounds_, '\n', 2 * kBlock);
    found_.lines -= (kBlock - tokens_ % kBlock) % kBlock;
  }

  bool look_at_bounds() {
    Nesting nesting;
    for (std::size_t i = 0; i <= bounds_ / kBlock + 1; ++i) {
      const auto behind = nesting.look_at(BlockV4(room_.bounds + i * kBlock));
      room_.in_object[i] = behind.in_object;
      room_.in_root[i] = behind.in_root;
    }
    return nesting.is_sound();
  }

  bool look_at_tokens() {
    LineGrammar grammar;
    std::size_t bound = 0;
    for (std::size_t at = 0; at < tokens_; at += LineGrammar::kStep) {
      const TokenKinds kinds = TokenKinds::of(BlockV4(room_.kinds + at - 1));
      const Mask bounds = kinds.bounds();
      const Mask names = grammar.look_at(kinds, {deposit(bits_from(room_.in_object, bound), bounds),
                                                 deposit(bits_from(room_.in_root, bound), bounds)});
      bound += static_cast<unsigned>(std::popcount(bounds << 1U));
      found_.names += write_places(names, at - 1, room_.names + found_.names);
    }
    return grammar.is_sound();
  }
  static Mask bits_from(const std::uint64_t* bits, std::size_t first) {
    const std::uint64_t* const word = bits + first / kBlock;
    const unsigned shift = first % kBlock;
    return word[0] >> shift | word[1] << 1U << (kBlock - 1 - shift);
  }

  TextLines::Room room_;
  TextLines::Found found_;
  TokenFinder<BlockV4> finder_;
  std::size_t tokens_ = 0;
  std::size_t scalars_ = 0;  // bytes
  std::size_t bounds_ = 0;   // a line end more
};

TAMIS_BLOCK_V4 __attribute__((flatten)) TextLines::Found read_lines_on_v4(
    std::string_view lines, const TextLines::Room& room) {
  return LineReader(room).read(lines);
}

}  // namespace
}  // namespace tamis::predicate::blocks
#endif

namespace tamis::predicate {

TextLines::Reader TextLines::reader_on(Machine machine) {
#if defined(__x86_64__)
  if (blocks::runs_v4(machine)) return blocks::read_lines_on_v4;
#endif
  return static_cast<void>(machine), nullptr;
}

TextLines::TextLines(Machine machine) : reader_(reader_on(machine)) {
  if (reader_ == nullptr) return;
  constexpr std::size_t kBlock = 64;
  constexpr std::size_t kRoom = kMostBytes + 5 * kBlock;
  for (auto* bytes : {&kinds_, &scalars_, &bounds_})
    *bytes = std::make_unique_for_overwrite<char[]>(kRoom);
  for (auto* tokens : {&offsets_, &line_ends_, &names_})
    *tokens = std::make_unique_for_overwrite<std::uint32_t[]>(kRoom);
  for (auto* bits : {&in_object_, &in_root_})
    *bits = std::make_unique_for_overwrite<std::uint64_t[]>(kRoom / kBlock);
}

bool TextLines::read(std::string_view lines) {
  text_ = lines;
  found_ = reader_(lines, {kinds_.get() + kBefore, offsets_.get(), scalars_.get(), bounds_.get(),
                           in_object_.get(), in_root_.get(), line_ends_.get(), names_.get()});
  return found_.have_sound_strings;
}

bool TextLines::has_escapes(std::size_t line) const {
  return this->line(line).find('\\') != std::string_view::npos;
}

}  // namespace tamis::predicate
