#include "backends/predicate/text/text_tokens.h"

#include <algorithm>
#include <cstring>

#include "backends/predicate/text/text_blocks.h"
#include "backends/predicate/text/text_numbers.h"
#include "backends/predicate/text/token_finder.h"

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
    each_block<Block>(json, [this](const Block& block, std::size_t at, std::size_t taken) {
      take(block, at, taken);
    });
    is_sound_ = finder_.has_sound_strings() &&
                (!finder_.is_beyond_ascii() || simdjson::validate_utf8(json));
    if constexpr (kListsScalars) look_at_numbers();
  }

  std::size_t count() const { return count_; }
  bool is_sound() const { return is_sound_; }
  bool has_escapes() const { return finder_.has_escapes(); }
  bool has_plain_numbers() const { return has_plain_numbers_; }

 private:
  void take(const Block& block, std::size_t at, std::size_t taken) {
    const auto found = finder_.find(block, taken);
    if constexpr (kListsScalars)
      scalars_size_ +=
          block.write_list(found.in_scalars, found.behind_scalars, scalars_ + scalars_size_);
    count_ = block.write(found.tokens, static_cast<std::uint32_t>(at), kinds_, offsets_, count_);
  }

  void look_at_numbers() {
    std::memset(scalars_ + scalars_size_, ',', kBlock);
    PlainNumbers numbers;
    for (std::size_t at = 0; at < scalars_size_; at += kBlock)
      numbers.look_at(Block(scalars_ + at));
    has_plain_numbers_ = numbers.all_plain();
  }

  TokenFinder<Block> finder_;
  char* kinds_;
  std::uint32_t* offsets_;
  std::size_t count_ = 0;
  char* scalars_;  // each with a comma behind it
  std::size_t scalars_size_ = 0;
  bool is_sound_ = false;
  bool has_plain_numbers_ = false;
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
  if (blocks::runs_v4(machine)) return {blocks::read_on_v4<false>, blocks::read_on_v4<true>};
  if (blocks::runs_v3(machine)) return {blocks::read_on_v3, blocks::read_on_v3};
#endif
  return static_cast<void>(machine), Readers{};
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
