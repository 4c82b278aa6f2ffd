#include "backends/predicate/text_tokens.h"

#include <algorithm>
#include <cstring>

#include "backends/predicate/text_blocks.h"
#include "backends/predicate/text_numbers.h"

#if defined(__x86_64__)
namespace tamis::predicate::blocks {
namespace {

// Writes the tokens of a text block by block.
template <class Block, bool kListsScalars>
class TokenWriter {
 public:
  TokenWriter(char* kinds, std::uint32_t* offsets, char* scalars)
      : kinds_(kinds), offsets_(offsets), scalars_(scalars) {}

  void write(std::string_view json) {
    std::size_t at = 0;
    for (; at + kBlock <= json.size(); at += kBlock) take(Block(json.data() + at), at, 0);
    if (at != json.size()) take_rest(json, at);
    is_sound_ =
        (mistakes_ | in_string_) == 0 && (beyond_ascii_ == 0 || simdjson::validate_utf8(json));
    if constexpr (kListsScalars) look_at_numbers();
  }

  std::size_t count() const { return count_; }
  bool is_sound() const { return is_sound_; }
  bool has_escapes() const { return has_escapes_; }
  bool has_plain_numbers() const { return has_plain_numbers_; }

 private:
  // Of a block that is at that offset, what is behind the bytes that have been taken already.
  void take(const Block& block, std::size_t at, std::size_t taken) {
    beyond_ascii_ |= block.beyond_ascii();
    const Mask tokens = find_tokens(block, taken);
    count_ = block.write(tokens, static_cast<std::uint32_t>(at), kinds_, offsets_, count_);
  }

  // Less than a block, as the end of one.
  void take_rest(std::string_view json, std::size_t at) {
    if (at != 0)
      return take(Block(json.data() + json.size() - kBlock), json.size() - kBlock,
                  kBlock - (json.size() - at));
    char blanks_behind[kBlock];
    std::memset(blanks_behind, ' ', kBlock);
    std::memcpy(blanks_behind, json.data(), json.size());
    take(Block(blanks_behind), 0, 0);
  }

  Mask find_tokens(const Block& block, std::size_t taken) {
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
    if constexpr (kListsScalars)
      scalars_size_ += block.write_list(in_scalars, behind_scalars, scalars_ + scalars_size_);
    in_scalar_ = in_scalars >> (kBlock - 1);
    return (((marks & ~in_strings) | (quotes & in_strings)) & fresh) |
           (in_scalars & ~behind_scalars);
  }

  void look_at_numbers() {
    std::memset(scalars_ + scalars_size_, ',', kBlock);
    PlainNumbers numbers;
    for (std::size_t at = 0; at < scalars_size_; at += kBlock)
      numbers.look_at(Block(scalars_ + at));
    has_plain_numbers_ = numbers.all_plain();
  }

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

  char* kinds_;
  std::uint32_t* offsets_;
  std::size_t count_ = 0;
  Mask mistakes_ = 0;
  Mask beyond_ascii_ = 0;
  bool is_sound_ = false;
  bool has_escapes_ = false;
  bool has_plain_numbers_ = false;
  char* scalars_;  // each with a comma behind it
  std::size_t scalars_size_ = 0;
  // What goes on in the next block.
  Mask in_string_ = 0;  // all bits or none
  Mask in_scalar_ = 0;  // one bit, as below
  Mask escaped_ = 0;
};

template <class Block, bool kListsScalars>
TextTokens::Found read_blocks(std::string_view json, char* kinds, std::uint32_t* offsets,
                              char* scalars) {
  TokenWriter<Block, kListsScalars> writer(kinds, offsets, scalars);
  writer.write(json);
  return {writer.is_sound() ? writer.count() : 0, writer.has_escapes(), writer.has_plain_numbers()};
}

TAMIS_BLOCK_V3 __attribute__((flatten)) TextTokens::Found read_on_v3(std::string_view json,
                                                                     char* kinds,
                                                                     std::uint32_t* offsets,
                                                                     char* scalars) {
  return read_blocks<BlockV3, false>(json, kinds, offsets, scalars);
}
template <bool kListsScalars>
TAMIS_BLOCK_V4 __attribute__((flatten)) TextTokens::Found read_on_v4(std::string_view json,
                                                                     char* kinds,
                                                                     std::uint32_t* offsets,
                                                                     char* scalars) {
  return read_blocks<BlockV4, kListsScalars>(json, kinds, offsets, scalars);
}

}  // namespace
}  // namespace tamis::predicate::blocks
#endif

namespace tamis::predicate {

TextTokens::Readers TextTokens::readers_on(Machine machine) {
#if defined(__x86_64__)
  if (machine == Machine::Any || !__builtin_cpu_supports("pclmul")) return {};
  if (machine == Machine::V4 && __builtin_cpu_supports("avx512vbmi2"))
    return {blocks::read_on_v4<false>, blocks::read_on_v4<true>};
  return {blocks::read_on_v3, blocks::read_on_v3};
#else
  return static_cast<void>(machine), Readers{};
#endif
}

TextTokens::TextTokens(Machine machine) : readers_(readers_on(machine)) {}

bool TextTokens::read(std::string_view json, TextCheck check, simdjson::dom::parser& parser) {
  constexpr std::size_t kMost = 0xFFFF'0000;  // bytes, of which each may be a token
  if (json.empty() || json.size() > kMost) return false;
  if (readers_.tokens == nullptr) return read_by_parser(json, parser);
  const bool lists = check == TextCheck::Whole && json.size() >= kWorthListing;
  return read_by(lists ? readers_.scalars_too : readers_.tokens, json);
}

void TextTokens::make_room(std::size_t tokens) {
  if (tokens <= room_) return;
  room_ = std::max(tokens, 2 * room_);
  constexpr std::size_t kBehind = 65;  // a block and an end
  kinds_ = std::make_unique_for_overwrite<char[]>(room_ + kBehind);
  if (readers_.tokens == nullptr) return;
  own_offsets_ = std::make_unique_for_overwrite<std::uint32_t[]>(room_ + kBehind);
  scalars_ = std::make_unique_for_overwrite<char[]>(room_ + kBehind);
}

bool TextTokens::read_by(Reader reader, std::string_view json) {
  make_room(json.size());
  offsets_ = own_offsets_.get();
  found_ = reader(json, kinds_.get(), own_offsets_.get(), scalars_.get());
  kinds_[found_.count] = '\0';
  own_offsets_[found_.count] = static_cast<std::uint32_t>(json.size());
  return found_.count != 0;
}

bool TextTokens::read_by_parser(std::string_view json, simdjson::dom::parser& parser) {
  if (json.size() > parser.capacity() &&
      parser.allocate(std::max(json.size(), 2 * parser.capacity()), parser.max_depth()) !=
          simdjson::SUCCESS)
    return false;
  auto& stage = *parser.implementation;
  if (stage.stage1(reinterpret_cast<const std::uint8_t*>(json.data()), json.size(),
                   simdjson::stage1_mode::regular) != simdjson::SUCCESS)
    return false;
  found_ = {stage.n_structural_indexes, json.find('\\') != std::string_view::npos, false};
  offsets_ = stage.structural_indexes.get();
  make_room(found_.count);
  std::transform(offsets_, offsets_ + found_.count, kinds_.get(),
                 [text = json.data()](std::uint32_t offset) { return text[offset]; });
  kinds_[found_.count] = '\0';
  return true;
}

}  // namespace tamis::predicate
