#include "backends/predicate/text_tokens.h"

#include <algorithm>

#include "backends/predicate/text_blocks.h"

#if defined(__x86_64__)
namespace tamis::predicate::blocks {
namespace {

// Writes the tokens of a text block by block.
template <class Block>
class TokenWriter {
 public:
  TokenWriter(char* kinds, std::uint32_t* offsets) : kinds_(kinds), offsets_(offsets) {}

  void write(std::string_view json) {
    for (std::size_t at = 0; at < json.size(); at += kBlock) {
      const Block block(json.data() + at, json.size() - at);
      is_ascii_ &= block.is_ascii();
      const Mask tokens = find_tokens(block);
      count_ +=
          block.write(tokens, static_cast<std::uint32_t>(at), kinds_ + count_, offsets_ + count_);
    }
    is_sound_ &= in_string_ == 0 && (is_ascii_ || simdjson::validate_utf8(json));
  }

  std::size_t count() const { return count_; }
  bool is_sound() const { return is_sound_; }
  bool has_escapes() const { return has_escapes_; }

 private:
  Mask find_tokens(const Block& block) {
    Mask quotes = block.find('"');
    const Mask backslashes = block.find('\\');
    if ((backslashes | escaped_) != 0) quotes &= ~find_escaped(backslashes);
    // Those that open strings are among their bytes, those that close them are not.
    const Mask in_strings = odd_so_far(quotes) ^ in_string_;
    in_string_ = Mask{0} - (in_strings >> (kBlock - 1));
    is_sound_ &= (in_strings & block.controls()) == 0;
    const Mask marks = block.marks();
    const Mask in_scalars = ~(in_strings | quotes | marks | block.blanks());
    const Mask scalars = in_scalars & ~(in_scalars << 1U | in_scalar_);
    in_scalar_ = in_scalars >> (kBlock - 1);
    return (marks & ~in_strings) | (quotes & in_strings) | scalars;
  }

  // The bytes behind backslashes that are not behind one themselves.
  Mask find_escaped(Mask backslashes) {
    has_escapes_ = true;
    Mask escaped = escaped_;
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
  bool is_sound_ = true;
  bool is_ascii_ = true;
  bool has_escapes_ = false;
  // What goes on in the next block.
  Mask in_string_ = 0;  // all bits or none
  Mask in_scalar_ = 0;  // one bit, as below
  Mask escaped_ = 0;
};

template <class Block>
std::size_t read_blocks(std::string_view json, char* kinds, std::uint32_t* offsets,
                        bool& has_escapes) {
  TokenWriter<Block> writer(kinds, offsets);
  writer.write(json);
  has_escapes = writer.has_escapes();
  return writer.is_sound() ? writer.count() : 0;
}

TAMIS_BLOCK_V3 __attribute__((flatten)) std::size_t read_on_v3(std::string_view json, char* kinds,
                                                               std::uint32_t* offsets,
                                                               bool& has_escapes) {
  return read_blocks<BlockV3>(json, kinds, offsets, has_escapes);
}
TAMIS_BLOCK_V4 __attribute__((flatten)) std::size_t read_on_v4(std::string_view json, char* kinds,
                                                               std::uint32_t* offsets,
                                                               bool& has_escapes) {
  return read_blocks<BlockV4>(json, kinds, offsets, has_escapes);
}

}  // namespace
}  // namespace tamis::predicate::blocks
#endif

namespace tamis::predicate {

TextTokens::Reader TextTokens::reader_on(Machine machine) {
#if defined(__x86_64__)
  if (machine == Machine::Any || !__builtin_cpu_supports("pclmul")) return nullptr;
  const bool is_v4 = machine == Machine::V4 && __builtin_cpu_supports("avx512vbmi2");
  return is_v4 ? blocks::read_on_v4 : blocks::read_on_v3;
#else
  return static_cast<void>(machine), nullptr;
#endif
}

TextTokens::TextTokens(Machine machine) : reader_(reader_on(machine)) {}

bool TextTokens::read(std::string_view json, simdjson::dom::parser& parser) {
  constexpr std::size_t kMost = 0xFFFF'0000;  // bytes, of which each may be a token
  if (json.empty() || json.size() > kMost) return false;
  return reader_ != nullptr ? read_by_blocks(json) : read_by_parser(json, parser);
}

void TextTokens::make_room(std::size_t tokens) {
  if (tokens <= room_) return;
  room_ = std::max(tokens, 2 * room_);
  constexpr std::size_t kBehind = 65;  // a block and an end
  kinds_ = std::make_unique_for_overwrite<char[]>(room_ + kBehind);
  if (reader_ != nullptr)
    own_offsets_ = std::make_unique_for_overwrite<std::uint32_t[]>(room_ + kBehind);
}

bool TextTokens::read_by_blocks(std::string_view json) {
  make_room(json.size());
  offsets_ = own_offsets_.get();
  count_ = reader_(json, kinds_.get(), own_offsets_.get(), has_escapes_);
  kinds_[count_] = '\0';
  own_offsets_[count_] = static_cast<std::uint32_t>(json.size());
  return count_ != 0;
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
  count_ = stage.n_structural_indexes;
  offsets_ = stage.structural_indexes.get();
  make_room(count_);
  std::transform(offsets_, offsets_ + count_, kinds_.get(),
                 [text = json.data()](std::uint32_t offset) { return text[offset]; });
  kinds_[count_] = '\0';
  has_escapes_ = json.find('\\') != std::string_view::npos;
  return true;
}

}  // namespace tamis::predicate
