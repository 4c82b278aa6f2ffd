#pragma once

#include "backends/predicate/evaluate.h"
#include "backends/predicate/program.h"

namespace tamis::predicate {

struct Matcher::Scratch {
  Bindings bindings;

  template <DocumentForm Form>
  bool run(const Program& program, Form& form, typename Form::Node root) {
    return Evaluator<Form>(program.data().code, bindings, form).matches(root);
  }
};

}  // namespace tamis::predicate
