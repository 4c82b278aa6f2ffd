#include "backends/predicate/document/block.h"

#include <algorithm>
#include <new>

#ifdef __linux__
#include <sys/mman.h>
#endif

namespace tamis::predicate {
namespace {

constexpr std::size_t kHugePage = std::size_t{2} << 20U;
constexpr std::size_t kHead = sizeof(Document::Block) / sizeof(Slot);
// Of what several documents share: small collections take little.
constexpr std::size_t kLeastSlots = (std::size_t{64} << 10U) / sizeof(Slot) - kHead;
constexpr std::size_t kMostSlots = kHugePage / sizeof(Slot) - kHead;

std::size_t bytes_of(std::size_t size) {
  return (kHead + size) * sizeof(Slot);
}

std::align_val_t alignment_of(std::size_t size) {
  return std::align_val_t{size == kMostSlots ? kHugePage : alignof(Slot)};
}

void* allocate(std::size_t size) {
  void* const memory = ::operator new(bytes_of(size), alignment_of(size));
#ifdef __linux__
  // Where there are none, small pages do.
  if (size == kMostSlots) ::madvise(memory, kHugePage, MADV_HUGEPAGE);
#endif
  return memory;
}

}  // namespace

Document::Share Document::Block::make(std::size_t size, std::shared_ptr<FieldNames::Data> names) {
  return Share(new (allocate(size)) Block{std::move(names), size});
}

Document::Share Document::Block::share() {
  shares.fetch_add(1, std::memory_order_relaxed);
  return Share(this);
}

void Document::Leave::operator()(Block* block) const {
  if (block->shares.fetch_sub(1, std::memory_order_acq_rel) != 1) return;
  const std::align_val_t alignment = alignment_of(block->size);
  block->~Block();
  ::operator delete(block, alignment);
}

DocumentMemory::Place DocumentMemory::take(std::size_t slots) {
  if (!shares_) {
    Document::Share block = Document::Block::make(slots, names_);
    Slot* const first = block->slots();
    return {std::move(block), first};
  }
  if (!block_ || slots > block_->size - used_) begin_block(slots);
  Slot* const first = block_->slots() + used_;
  used_ += slots;
  return {block_->share(), first};
}

void DocumentMemory::begin_block(std::size_t slots) {
  const std::size_t next =
      block_ ? std::clamp(2 * block_->size, kLeastSlots, kMostSlots) : kLeastSlots;
  block_ = Document::Block::make(std::max(next, slots), names_);
  used_ = 0;
}

}  // namespace tamis::predicate
