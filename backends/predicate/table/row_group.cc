#include "backends/predicate/table/row_group.h"

#include "backends/predicate/table/chunk_builder.h"

namespace tamis::predicate::table {
namespace {

// Of rows that are new, beside as many as are settled; and of rows that have changed.
constexpr std::uint32_t kNewMayWait = 2048;
constexpr std::size_t kChangedMayWait = 256;

}  // namespace

std::uint32_t RowGroup::append(Value document) {
  waiting_.emplace_hint(waiting_.end(), rows_, std::move(document));
  erased_.resize(words_for(rows_ + 1));
  return rows_++;
}

void RowGroup::erase(std::uint32_t row) {
  waiting_.erase(row);
  set_bit(erased_.data(), row);
  ++erased_count_;
}

// So that a row is put into chunks a few times at most while others are appended, and a change
// costs what sixteen rows cost.
bool RowGroup::is_unsettled() const {
  const std::uint32_t settled_rows = settled_ == nullptr ? 0 : settled_->size;
  const std::uint32_t fresh = rows_ - settled_rows;
  return (full() && fresh > 0) || fresh > kNewMayWait + settled_rows ||
         waiting_.size() > kChangedMayWait + fresh;
}

void RowGroup::settle(Column& root, ColumnBudget& budget) {
  ChunkBuilder builder(root, budget);
  TableForm form;
  for (std::uint32_t row = 0; row < rows_; ++row) {
    if (!contains(row)) continue;
    const TableForm::Node node = this->root(row);
    builder.add(row, form, node, form.datum(node));
  }
  settled_ = builder.finish(rows_);
  waiting_.clear();
}

void RowGroup::find(Filter& filter, Bits& rows) const {
  rows.clear();
  if (settled_ != nullptr) {
    set_all(rows, settled_->size);
    if (erased_count_ != 0) take_out(rows, erased_);
    for (const auto& [row, document] : waiting_)
      if (row < settled_->size) clear_bit(rows.data(), row);
    filter.keep_matches(*settled_, rows);
  }
  rows.resize(words_for(rows_));
  for (const auto& [row, document] : waiting_)
    if (filter.matches(TableForm::of(document))) set_bit(rows.data(), row);
}

bool RowGroup::is_sound(Waiting waiting) {
  const std::uint32_t settled = settled_ == nullptr ? 0 : settled_->size;
  if (rows_ == 0 || !are_bits_of(erased_, rows_)) return false;
  erased_count_ = static_cast<std::uint32_t>(count_of_bits(erased_));
  for (auto& [row, document] : waiting)
    if (!contains(row) || !waiting_.try_emplace(row, std::move(document)).second) return false;
  for (std::uint32_t row = settled; row < rows_; ++row)
    if (contains(row) && !waiting_.contains(row)) return false;
  return true;
}

std::size_t RowGroup::memory() const {
  std::size_t bytes = sizeof(RowGroup) + erased_.capacity() * sizeof(Word);
  if (settled_ != nullptr) bytes += settled_->memory();
  for (const auto& each : waiting_) bytes += sizeof(each) + memory_of(each.second);
  return bytes;
}

}  // namespace tamis::predicate::table
