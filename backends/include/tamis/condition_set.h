// A set of conditions: which of many hold for this document?
//
//   predicate::ConditionSet set;
//   set.add(1, *compile(Source("nordic", R"({"country": {"$in": ["FI", "SE"]}})")));
//   set.add(2, *compile(Source("vip", R"({"ltv": {"$gte": 100}, "status": "active"})")));
//   predicate::SetMatcher matcher(set);  // one for each thread
//   for (predicate::ConditionSet::Id id : matcher.match(document)) join(id);
//
// Conditions are taken apart into tests of one path each. A test that several conditions make is
// decided once for a document: equalities by the hash of the value found there, comparisons of
// numbers and dates in their order, texts that patterns seek all together, `$elemMatch` by a set of
// its own asked of each element. Those that hold take out the conditions that ask for others, many
// at once; few are left to look at. The verdict is always the one that Matcher gives.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include <tamis/accessor.h>
#include <tamis/condition.h>
#include <tamis/context.h>
#include <tamis/document.h>

namespace tamis::predicate {

// Changing a set must not run beside anything else that uses it; matching may run in any number of
// threads, each with a SetMatcher of its own.
class ConditionSet {
 public:
  // The caller's name for a condition.
  using Id = std::uint64_t;

  ConditionSet();
  ~ConditionSet();
  ConditionSet(ConditionSet&&) noexcept;
  ConditionSet& operator=(ConditionSet&&) noexcept;

  // Each takes about as much time as compiling the condition did, on the average: what was removed
  // or replaced is noted, and once it is more than one in sixteen the whole set is gone through for
  // all of it, until when it takes its memory. What the set needs of a condition it copies. If
  // memory runs out (std::bad_alloc), the set is as it was; removing needs none.
  bool add(Id id, const Condition& condition);      // false, and nothing is done: it is there
  bool remove(Id id);                               // false: it is not there
  bool replace(Id id, const Condition& condition);  // false: it is not there

  std::size_t size() const;
  bool contains(Id id) const;

  // The conditions whose verdict a change of these fields may flip, in no particular order: those
  // that read one of them, a part of one, or what one is a part of. Dotted paths as conditions
  // spell them; positions in arrays do not count. Nothing is asked of values, so most of them do
  // not flip.
  std::vector<Id> affected(std::span<const std::string_view> changed_fields) const;

  struct Data;
  const Data& data() const { return *data_; }

 private:
  std::unique_ptr<Data> data_;
};

// The answer about a document that comes as bytes, which may be malformed.
class [[nodiscard]] SetVerdict {
 public:
  explicit SetVerdict(std::span<const ConditionSet::Id> ids) : ids_(ids) {}
  explicit SetVerdict(Diagnostics errors) : errors_(std::move(errors)) {}

  bool ok() const { return errors_.empty(); }                     // it could be read
  std::span<const ConditionSet::Id> ids() const { return ids_; }  // none if it could not
  const Diagnostics& errors() const { return errors_; }

 private:
  std::span<const ConditionSet::Id> ids_;
  Diagnostics errors_;
};

// Asks documents of a set, which must outlive it and may change between two calls. Owns the scratch
// memory: after the first few documents nothing is allocated (RE2's own bounded cache excepted).
//
// What match() gives are the ids of the conditions that hold, each once, in no particular order;
// they stand until the next call. Forms of documents are those of Matcher.
class SetMatcher {
 public:
  explicit SetMatcher(const ConditionSet& set);
  ~SetMatcher();
  SetMatcher(SetMatcher&&) noexcept;
  SetMatcher& operator=(SetMatcher&&) noexcept;

  using Ids = std::span<const ConditionSet::Id>;

  Ids match(const nlohmann::ordered_json& document, const Context& context = {});
  Ids match(const nlohmann::json& document, const Context& context = {});
  Ids match(const Value& document, const Context& context = {});
  Ids match(const Field& document, const Context& context = {});
  // Here its fields are found by the text of their names.
  Ids match(const Document& document, const Context& context = {});
  SetVerdict match_text(std::string_view json, const Context& context = {});
  SetVerdict match_bson(std::span<const std::byte> bson, const Context& context = {});

 private:
  struct Scratch;
  std::unique_ptr<Scratch> scratch_;
};

class Table;

// Rows of a table that stand near each other.
class RowSet {
 public:
  // Bit i of the words is row `first` + i.
  RowSet(std::uint64_t first, std::span<const std::uint64_t> words)
      : first_(first), words_(words) {}

  std::uint64_t count() const;
  void append_to(std::vector<std::uint64_t>& rows) const;  // ascending

 private:
  std::uint64_t first_;
  std::span<const std::uint64_t> words_;
};

// Asks all rows of a table of a set, some thousands together: each test is made once for all of
// them, in the table's columns, which takes far less time for a row than asking for it alone. Calls
// use(id, rows) for each condition that holds for some of these, before it goes on to the next
// rows. What is given lasts as long as the call.
using UseRows = std::function<void(ConditionSet::Id, const RowSet&)>;
void match_rows(const ConditionSet& set, const Table& table, const UseRows& use,
                const Context& context = {});

}  // namespace tamis::predicate
