// A row group: the chunks of some thousand rows, and the documents among them that wait to be put
// into chunks.
#pragma once

#include <map>

#include "backends/predicate/table/filter.h"

namespace tamis::predicate::table {

class RowGroup {
 public:
  static constexpr std::uint32_t kRows = 4096;

  bool full() const { return rows_ == kRows; }
  std::uint32_t rows() const { return rows_; }  // erased ones too
  std::uint32_t living() const { return rows_ - erased_count_; }
  bool contains(std::uint32_t row) const { return row < rows_ && !test_bit(erased_.data(), row); }

  std::uint32_t append(Value document);
  void update(std::uint32_t row, Value document) { waiting_[row] = std::move(document); }
  void erase(std::uint32_t row);

  // Too many wait.
  bool is_unsettled() const;
  bool has_waiting() const { return !waiting_.empty(); }
  void settle(Column& root, ColumnBudget& budget);

  Bits living_rows() const {
    Bits rows = all_bits(rows_);
    take_out(rows, erased_);
    return rows;
  }
  // Null while no rows are settled.
  const Chunk* settled() const { return settled_.get(); }
  // Of a row that is there.
  TableForm::Node root(std::uint32_t row) const {
    const auto found = waiting_.find(row);
    return found != waiting_.end() ? TableForm::of(found->second) : TableForm::at(*settled_, row);
  }
  // Writes the rows that match.
  void find(Filter& filter, Bits& rows) const;

  std::size_t memory() const;

  // `root` is the column of the rows.
  template <class Archive, class Self>
  static void transfer(Archive& archive, Self& self, const Column& root) {
    archive(self.rows_, self.erased_);
    std::uint32_t settled = self.settled_ == nullptr ? 0 : self.settled_->size;
    archive(settled);
    if constexpr (Archive::kReads) Archive::require(self.rows_ <= kRows && settled <= self.rows_);
    archive.optional(
        self.settled_, [&] { return std::make_unique<Chunk>(root, settled); }, archive);
    if constexpr (Archive::kReads) {
      Waiting waiting;
      transfer_waiting(archive, waiting);
      Archive::require(self.is_sound(std::move(waiting)));
    } else {
      transfer_waiting(archive, self.waiting_);
    }
  }

 private:
  using Waiting = std::vector<std::pair<std::uint32_t, Value>>;

  template <class Archive, class List>
  static void transfer_waiting(Archive& archive, List& waiting) {
    archive.list(
        waiting, [] { return Waiting::value_type(); },
        [&](auto& each) {
          archive(each.first);
          table::transfer(archive, each.second);
        });
  }
  // For reading: takes what waits. False where the group cannot be.
  bool is_sound(Waiting waiting);

  std::uint32_t rows_ = 0;
  std::uint32_t erased_count_ = 0;
  Bits erased_;
  std::unique_ptr<Chunk> settled_;
  std::map<std::uint32_t, Value> waiting_;  // in place of what the chunk has of the row
};

}  // namespace tamis::predicate::table
