// Block: memory of one document or several, which goes with the last of them.
#pragma once

#include <atomic>
#include <memory>

#include "backends/predicate/document/slot.h"

namespace tamis::predicate {

struct Document::Block {
  // For so many slots, with one share.
  static Share make(std::size_t size, std::shared_ptr<FieldNames::Data> names);

  Share share();
  Slot* slots() { return reinterpret_cast<Slot*>(this + 1); }

  const std::shared_ptr<FieldNames::Data> names;
  const std::size_t size;  // slots
  std::atomic<std::size_t> shares = 1;
};

static_assert(sizeof(Document::Block) % alignof(Slot) == 0);

// Gives the documents of a builder their places.
class DocumentMemory {
 public:
  struct Place {
    Document::Share block;
    Slot* slots;
  };

  DocumentMemory(std::shared_ptr<FieldNames::Data> names, DocumentBuilder::Memory memory)
      : names_(std::move(names)), shares_(memory == DocumentBuilder::Memory::Shared) {}

  Place take(std::size_t slots);

 private:
  void begin_block(std::size_t slots);

  std::shared_ptr<FieldNames::Data> names_;
  bool shares_;
  Document::Share block_;  // that documents share; null: none yet
  std::size_t used_ = 0;   // slots of it
};

}  // namespace tamis::predicate
