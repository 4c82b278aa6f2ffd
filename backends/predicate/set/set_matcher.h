#pragma once

#include <simdjson.h>

#include <new>

#include <tamis/limits.h>

#include "backends/predicate/set/condition_set.h"
#include "backends/predicate/set/level_run.h"

namespace tamis::predicate {

struct SetMatcher::Scratch {
  const ConditionSet* set;
  set::LevelScratch root;
  std::string decoded;  // of the wrapper last read
  simdjson::dom::parser parser;

  explicit Scratch(const ConditionSet& set) : set(&set) {
    if (parser.allocate(0, Limits::kNesting) != simdjson::SUCCESS) throw std::bad_alloc();
  }

  template <DocumentForm Form>
  Ids run(const Context& context, Form form, const typename Form::Node& root_node) {
    const Place<Form> place{root_node, form.root_datum(root_node)};
    return set::LevelRun<Form>(set->data().root, root, form, context).run(place);
  }
};

}  // namespace tamis::predicate
