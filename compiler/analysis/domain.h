// Domain: what a schema lets a place be, before any test is asked.
#pragma once

#include <vector>

#include <tamis/schema.h>

#include "compiler/analysis/place_set.h"
#include "compiler/plan/plan.h"

namespace tamis::analysis {

// Errs towards "possible", as FieldFacts do.
struct Domain {
  PlaceSet set = PlaceSet::all();
  // Each value in `set` fits one of them; empty where the schema does not tell.
  std::vector<const FieldSchema*> fields;

  // What `field` describes; anything but missing for null.
  static Domain of(const FieldSchema* field);
  // A document.
  static Domain root(const Schema* schema);
  // The places that an Any over `facts` (null: no schema) can end at.
  static Domain at(const FieldPath& path, const FieldFacts* facts, Traverse traverse);
  // The elements of the arrays that are in it.
  Domain elements() const;

  bool fits(const Value& value) const;
  // The most characters a string may have, and the fewest and most elements an array.
  std::optional<std::int64_t> max_length() const;
  bool has_room_for(std::int64_t elements) const;
};

// Whether an Any over `facts` has one place, whatever the document.
bool is_single(const FieldFacts* facts);

}  // namespace tamis::analysis
