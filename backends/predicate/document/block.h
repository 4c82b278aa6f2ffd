// Block: memory of one document or several, which goes with the last of them.
#pragma once

#include <atomic>
#include <memory>

#include "backends/predicate/document/slot.h"

namespace tamis::predicate {

struct Document::Block {
  // Of documents that share it: where one begins, and the shape of its root.
  struct Entry {
    std::uint32_t slot;
    ShapeId shape;
  };
  static constexpr std::size_t kMostEntries = std::size_t{1} << 16U;

  // For so many slots, with one share.
  static Share make(std::size_t size, std::shared_ptr<FieldNames::Data> names);

  Share share();
  Slot* slots() { return reinterpret_cast<Slot*>(this + 1); }
  const Slot* slots() const { return reinterpret_cast<const Slot*>(this + 1); }

  // Entries stand in the order of the documents, from the end of the block backwards.
  void add(Entry entry);
  // So many are there, and their documents, for whichever thread asks.
  std::size_t entry_count() const { return entries.load(std::memory_order_acquire); }
  const Entry& entry(std::size_t number) const {
    return reinterpret_cast<const Entry*>(slots())[place_of_entry(number)];
  }
  static constexpr std::size_t slots_for_entries(std::size_t count) {
    return Slot::slots_for(count * sizeof(Entry));
  }

  const std::shared_ptr<FieldNames::Data> names;
  const std::size_t size;  // slots
  std::atomic<std::uint32_t> shares = 1;
  std::atomic<std::uint32_t> entries = 0;

 private:
  std::size_t place_of_entry(std::size_t number) const {
    return sizeof(Slot) / sizeof(Entry) * size - 1 - number;
  }
};

static_assert(sizeof(Document::Block) % alignof(Slot) == 0);
static_assert(sizeof(Slot) % sizeof(Document::Block::Entry) == 0);

// Gives the documents of a builder their places.
class DocumentMemory {
 public:
  struct Place {
    Document::Share block;
    const Slot* slots;
    std::size_t number;  // among those of the block
  };

  DocumentMemory(std::shared_ptr<FieldNames::Data> names, DocumentBuilder::Memory memory)
      : names_(std::move(names)), shares_(memory == DocumentBuilder::Memory::Shared) {}

  // Copies them.
  Place put(std::span<const Slot> document);

 private:
  bool has_room(std::size_t slots) const;
  void begin_block(std::size_t slots);

  std::shared_ptr<FieldNames::Data> names_;
  bool shares_;
  Document::Share block_;  // that documents share; null: none yet
  std::size_t used_ = 0;   // slots of it
};

}  // namespace tamis::predicate
