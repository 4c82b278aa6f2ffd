// analysis: what can be shown of conditions without any documents.
//
//   Proof always = always_true(condition);
//   Relation change = relate(before, after);   // narrower, wider, ... with documents to show it
//
// Answers are about the documents that fit the conditions' schema; without one, about all
// documents. Arrays, missing fields, null and mixed types are reckoned with: `{n: {$gt: 5, $lt:
// 3}}` matches
// `{n: [1, 9]}`, unless the schema rules arrays out.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tamis/condition.h>
#include <tamis/context.h>
#include <tamis/value.h>

namespace tamis {

enum class Shown : std::uint8_t { Yes, No, Unknown };

struct Proof {
  Shown shown = Shown::Unknown;
  // Yes: the fields whose tests decide it, in text order; none where it lies in the form alone.
  std::vector<std::string> fields;
  // No: a document for which it is not so; it fits the schema.
  std::optional<Value> witness;
};

struct AnalysisOptions {
  // A Yes about relative dates holds at any time; a witness is one at this time.
  Context context = {};
  // Bounds the work, about so many nodes looked at; what takes more is Unknown.
  std::size_t budget = 200'000;
};

// No document matches; the witness is one that does.
Proof never_true(const Condition& condition, const AnalysisOptions& options = {});
// Every document matches; the witness is one that does not.
Proof always_true(const Condition& condition, const AnalysisOptions& options = {});
// What `a` matches, `b` matches; the witness matches `a` alone. Of two conditions, schema and time
// zone must be the same, or the answer is Unknown.
Proof implies(const Condition& a, const Condition& b, const AnalysisOptions& options = {});
// Nothing matches both; the witness does.
Proof disjoint(const Condition& a, const Condition& b, const AnalysisOptions& options = {});

enum class RelationKind : std::uint8_t {
  Equivalent,   // they match the same documents
  Narrower,     // the second matches some of what the first matches, and nothing else
  Wider,        // the second matches all that the first matches, and more
  Disjoint,     // nothing matches both; each matches something
  Overlapping,  // some documents match both, and some each alone
  NotShown,
};
std::string_view relation_name(RelationKind kind);  // "equivalent", ..., "not-shown"

// The documents that were found, also where `kind` is NotShown.
struct Relation {
  RelationKind kind = RelationKind::NotShown;
  std::optional<Value> both, only_first, only_second;
};

// The second against the first: what a change from `first` to `second` does.
Relation relate(const Condition& first, const Condition& second,
                const AnalysisOptions& options = {});

}  // namespace tamis
