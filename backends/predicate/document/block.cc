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

void Document::Block::add(Entry entry) {
  const std::uint32_t number = entries.load(std::memory_order_relaxed);
  std::construct_at(reinterpret_cast<Entry*>(slots()) + place_of_entry(number), entry);
  entries.store(number + 1, std::memory_order_release);
}

DocumentMemory::Place DocumentMemory::put(std::span<const Slot> document) {
  if (!shares_) {
    Document::Share block = Document::Block::make(document.size(), names_);
    std::ranges::copy(document, block->slots());
    const Slot* const root = block->slots();
    return {std::move(block), root, 0};
  }
  if (!block_ || !has_room(document.size())) begin_block(document.size());
  Slot* const root = block_->slots() + used_;
  std::ranges::copy(document, root);
  const std::size_t number = block_->entry_count();
  block_->add({static_cast<std::uint32_t>(used_), root->shape_or_none()});
  used_ += document.size();
  return {block_->share(), root, number};
}

bool DocumentMemory::has_room(std::size_t slots) const {
  const std::size_t entries = block_->entry_count() + 1;
  return entries <= Document::Block::kMostEntries &&
         used_ + slots + Document::Block::slots_for_entries(entries) <= block_->size;
}

void DocumentMemory::begin_block(std::size_t slots) {
  const std::size_t next =
      block_ ? std::clamp(2 * block_->size, kLeastSlots, kMostSlots) : kLeastSlots;
  block_ =
      Document::Block::make(std::max(next, slots + Document::Block::slots_for_entries(1)), names_);
  used_ = 0;
}

}  // namespace tamis::predicate
