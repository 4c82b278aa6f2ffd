#include "backends/predicate/table/chunk_builder.h"

#include <array>
#include <cmath>
#include <optional>
#include <span>

namespace tamis::predicate::table {
namespace {

bool is_exact_in_double(std::int64_t number) {
  return number >= -kExactInDouble && number <= kExactInDouble;
}

bool is_whole(Kind kind) {
  return kind == Kind::Int32 || kind == Kind::Int64;
}

// The integer that over `scale` is the very number; none where there is no such, as of -0.0.
std::optional<std::int64_t> scaled_double(double number, std::int64_t scale) {
  const double product = number * static_cast<double>(scale);
  if (!(std::abs(product) <= static_cast<double>(kExactInDouble))) return std::nullopt;
  const std::int64_t scaled = std::llround(product);
  const double back = static_cast<double>(scaled) / static_cast<double>(scale);
  if (std::bit_cast<std::int64_t>(back) != std::bit_cast<std::int64_t>(number)) return std::nullopt;
  return scaled;
}

std::optional<std::int64_t> scaled_whole(std::int64_t number, std::int64_t scale) {
  if (scale == 1) return number;
  const std::int64_t most = kExactInDouble / scale;
  if (number < -most || number > most) return std::nullopt;
  return number * scale;
}

}  // namespace

bool ChunkBuilder::mark(std::uint32_t slot, Column::Number number) {
  if (number >= members_.size()) members_.resize(number + 1);
  MemberBuilder& member = members_[number];
  if (member.builder == nullptr)
    member.builder = std::make_unique<ChunkBuilder>(column_.member(number), budget_);
  if (member.next_slot > slot) return false;
  member.next_slot = slot + 1;
  return true;
}

std::uint32_t ChunkBuilder::shape_of_found() {
  const bool usual = std::is_sorted(
      found_.begin(), found_.end(),
      [this](Column::Number a, Column::Number b) { return column_.rank(a) < column_.rank(b); });
  return usual ? 0 : column_.shape_code(found_);
}

std::unique_ptr<Chunk> ChunkBuilder::finish(std::uint32_t slots) {
  auto chunk = std::make_unique<Chunk>(column_, slots);
  kinds_.resize(slots, Kind::Missing);
  contents_.resize(slots, 0);
  finish_numbers(*chunk);
  finish_kinds(*chunk);
  if (chunk->slots_of(Kind::Text) != nullptr) chunk->texts = packed(Kind::Text);
  if (chunk->slots_of(Kind::Date) != nullptr) chunk->dates = packed(Kind::Date);
  if (chunk->slots_of(Kind::Bool) != nullptr) {
    Bits trues(words_for(slots));
    each(Kind::Bool, [&](std::uint32_t slot) {
      if (contents_[slot] != 0) set_bit(trues.data(), slot);
    });
    chunk->trues = Buffer(std::move(trues));
  }
  std::vector<std::uint32_t> shapes;
  each(Kind::Object, [&](std::uint32_t slot) {
    if (contents_[slot] == 0) return;
    shapes.resize(slots);
    shapes[slot] = static_cast<std::uint32_t>(contents_[slot]);
  });
  chunk->shapes = Buffer(std::move(shapes));
  if (elements_ != nullptr) finish_arrays(*chunk);
  chunk->members.resize(members_.size());
  for (std::size_t i = 0; i < members_.size(); ++i)
    if (members_[i].builder != nullptr) chunk->members[i] = members_[i].builder->finish(slots);
  chunk->others = std::move(others_);
  chunk->others.shrink_to_fit();
  return chunk;
}

// Of the slots of one kind; the others have the least of them.
PackedInts ChunkBuilder::packed(Kind kind) const {
  std::int64_t least = INT64_MAX;
  each(kind, [&](std::uint32_t slot) { least = std::min(least, contents_[slot]); });
  std::vector<std::int64_t> numbers(kinds_.size(), least);
  each(kind, [&](std::uint32_t slot) { numbers[slot] = contents_[slot]; });
  return PackedInts(numbers);
}

void ChunkBuilder::finish_arrays(Chunk& chunk) {
  std::vector<std::int64_t> begins(padded(kinds_.size()) + 1, element_count_);
  begins.front() = 0;
  for (std::size_t slot = 0; slot < kinds_.size(); ++slot)
    begins[slot + 1] = kinds_[slot] == Kind::Array ? contents_[slot] : begins[slot];
  chunk.array_begins = PackedInts(begins);
  chunk.array_ends = ArrayEnds(std::span(begins).first(kinds_.size() + 1));
  chunk.elements = elements_->finish(element_count_);
}

void ChunkBuilder::finish_kinds(Chunk& chunk) {
  std::array<std::uint32_t, kKinds> counts{};
  for (const Kind kind : kinds_) ++counts[static_cast<std::size_t>(kind)];
  for (std::size_t i = 1; i < kKinds; ++i) {
    if (counts[i] == 0) continue;
    KindSlots slots{static_cast<Kind>(i), counts[i], {}};
    if (counts[i] != kinds_.size()) {
      Bits bits(words_for(kinds_.size()));
      each(slots.kind, [&](std::uint32_t slot) { set_bit(bits.data(), slot); });
      slots.bits = Buffer(std::move(bits));
    }
    chunk.kinds.push_back(std::move(slots));
  }
  std::stable_sort(chunk.kinds.begin(), chunk.kinds.end(),
                   [](const KindSlots& a, const KindSlots& b) { return a.count > b.count; });
  chunk.kinds.shrink_to_fit();
}

void ChunkBuilder::finish_numbers(Chunk& chunk) {
  std::vector<std::uint32_t> slots;
  for (std::uint32_t slot = 0; slot < kinds_.size(); ++slot)
    if (is_number(kinds_[slot])) slots.push_back(slot);
  if (slots.empty()) return;
  const auto scaled = [&](std::uint32_t slot, std::int64_t scale) {
    return is_whole(kinds_[slot]) ? scaled_whole(contents_[slot], scale)
                                  : scaled_double(std::bit_cast<double>(contents_[slot]), scale);
  };
  for (const std::int64_t scale : {1, 10, 100, 1'000, 10'000, 100'000, 1'000'000}) {
    const bool exact = std::all_of(slots.begin(), slots.end(), [&](std::uint32_t slot) {
      return scaled(slot, scale).has_value();
    });
    if (!exact) continue;
    std::vector<std::int64_t> ints(kinds_.size(), *scaled(slots.front(), scale));
    for (const std::uint32_t slot : slots) ints[slot] = *scaled(slot, scale);
    chunk.numbers.ints = PackedInts(ints);
    chunk.numbers.scale = scale;
    return;
  }
  std::vector<double> doubles(padded(kinds_.size()));
  for (const std::uint32_t slot : slots) {
    const std::int64_t content = contents_[slot];
    if (!is_whole(kinds_[slot])) {
      doubles[slot] = std::bit_cast<double>(content);
    } else if (is_exact_in_double(content)) {
      doubles[slot] = static_cast<double>(content);
    } else {  // an Int64, which has no place beside fractions
      others_.emplace_back(slot, Value(content));
      kinds_[slot] = Kind::Other;
    }
  }
  chunk.numbers.doubles = Buffer(std::move(doubles));
  std::sort(others_.begin(), others_.end(),
            [](const auto& a, const auto& b) { return a.first < b.first; });
}

}  // namespace tamis::predicate::table
