#include "backends/predicate/document/fetcher.h"

#include <algorithm>

#include "backends/predicate/document/block.h"
#include "backends/predicate/document/prefetch.h"
#include "backends/predicate/document/slot_code.h"

namespace tamis::predicate {
namespace {

// So many documents behind the one that is asked, their fields are fetched; so many, what these
// have further on.
constexpr std::size_t kFields = 48;
constexpr std::size_t kRests = 24;
// With more of both whole documents take less.
constexpr std::size_t kMost = 4;

// From ReadAhead::kAhead behind its begin, as many bytes as the document has; a kilobyte at least,
// since how often a loop goes round is not foreseen.
void fetch_as_many(const Document& document) {
  const std::size_t size = document.slots() * sizeof(Slot);
  const char* const ahead = reinterpret_cast<const char*>(document.root()) + ReadAhead::kAhead;
  constexpr std::size_t kStep = 16 * kCacheLine;
  for (std::size_t at = 0; at < size; at += kStep)
    for (std::size_t line = 0; line < kStep; line += kCacheLine) prefetch(ahead + at + line);
}

// Instead of one that is not there, the first.
void fetch_member(const Slot* members, std::size_t place) {
  prefetch(members + place % Shape::kMost);
}

// Loops, since an algorithm takes stack of its own at each level.

template <class Is>
bool has_below(const SlotStep& step, Is is) {
  for (const SlotStep& child : step.children())
    if (is(child) || has_below(child, is)) return true;
  return false;
}

bool is_of_elements(const SlotStep& step) {
  return step.instr->op == PlanOp::Any || step.instr->op == PlanOp::Element;
}

bool is_test(const SlotStep& step, TestOp op) {
  return step.instr->op == PlanOp::Test && step.code->op == op;
}

template <class Kept>
void add_once(std::vector<Kept>& list, const Kept& one) {
  if (std::ranges::find(list, one) == list.end()) list.push_back(one);
}

}  // namespace

void Fetcher::plan(const SlotStep& step) {
  *this = Fetcher();
  const bool few = add(step);
  what_ = !few ? What::All : fields_.empty() ? What::Nothing : What::Fields;
}

// False: too much is looked at.
bool Fetcher::add(const SlotStep& step) {
  if (step.instr->op == PlanOp::Any) return add_path(step);
  if (step.instr->op == PlanOp::Test || step.instr->op == PlanOp::Element) return false;
  for (const SlotStep& child : step.children())
    if (!add(child)) return false;
  return true;
}

bool Fetcher::add_path(const SlotStep& any) {
  constexpr std::size_t kLongest = 2;
  const std::span path = any.path();
  if (path.empty() || path.size() > kLongest || !any.instr->by_names) return false;
  if (has_below(any, is_of_elements)) return false;
  // Whether the field is there is known without looking at it.
  if (path.size() == 1 && is_test(*any.first_child, TestOp::Exists)) return true;
  add_once(fields_, path.front());
  if (path.size() == kLongest)
    add_once(members_, {path.front(), path.back()});
  else if (has_below(any, [](const SlotStep& step) { return is_test(step, TestOp::Regex); }))
    add_once(rests_, path.front());
  return fields_.size() + members_.size() <= kMost;
}

void Fetcher::expect_arrays() {
  expects_arrays_ = true;
  rests_ = fields_;
}

// Whether it is asked after those that come before it.
bool Fetcher::goes_on(const Document& document) {
  const std::size_t number = document.number();
  const bool follows =
      number == 0 || (block_ == &document.block() && number_ + kTogether == number);
  block_ = &document.block();
  number_ = number;
  return follows;
}

void Fetcher::fetch(const Document& document, MemberPlaces& places) {
  const Block& block = document.block();
  const std::size_t count = block.entry_count();
  const bool shares_memory = count != 0;
  if (what_ == What::All || !shares_memory) {
    if (read_ahead_.goes_on(document.root(), document.slots() * sizeof(Slot)))
      fetch_as_many(document);
    return;
  }
  const std::size_t number = document.number();
  if (!goes_on(document) || number + kFields + kTogether > count) return;
  fetch_fields(block, number + kFields, places);
  if (!rests_.empty() || !members_.empty()) fetch_rests(block, number + kRests, places);
}

void Fetcher::fetch_fields(const Block& block, std::size_t first, MemberPlaces& places) const {
  for (std::size_t i = 0; i < kTogether; ++i) {
    const Block::Entry& entry = block.entry(first + i);
    const MemberPlaces::Row row = places.learn(entry.shape);
    if (row == nullptr) continue;
    const Slot* const members = block.slots() + entry.slot + 1;
    for (const Number field : fields_) fetch_member(members, row[field]);
  }
}

void Fetcher::fetch_rests(const Block& block, std::size_t first, const MemberPlaces& places) {
  for (std::size_t i = 0; i < kTogether; ++i) {
    const Block::Entry& entry = block.entry(first + i);
    const MemberPlaces::Row row = places.row(entry.shape);
    if (row == nullptr) continue;
    const Slot* const members = block.slots() + entry.slot + 1;
    for (const Number field : rests_) {
      const Slot& slot = value_or_nothing(members, row[field]);
      if (slot.has_rest()) prefetch_rest(slot);
    }
    for (const Member& member : members_) {
      const Slot& slot = value_or_nothing(members, row[member.field]);
      // What the path leads to then stands in many places.
      if (slot.type == BsonType::Array) what_ = What::All;
      if (slot.type != BsonType::Object) continue;
      const MemberPlaces::Row names = places.row(slot.shape());
      if (names != nullptr) fetch_member(slot.rest(), names[member.name]);
    }
  }
}

}  // namespace tamis::predicate
