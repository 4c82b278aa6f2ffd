#pragma once

#include <simdjson.h>

#include <new>
#include <string>

#include <tamis/limits.h>

#include "backends/predicate/document/slot_asking.h"
#include "backends/predicate/evaluate.h"
#include "backends/predicate/program.h"
#include "backends/predicate/text/prefilter.h"
#include "backends/predicate/text/root_fields.h"
#include "backends/predicate/text/scan_form.h"

namespace tamis::predicate {

struct Matcher::Scratch {
  Bindings bindings;
  std::string decoded;  // of the wrapper last read
  simdjson::dom::parser parser;
  ScannedText text;
  Prefilter prefilter;  // of text that is trusted
  RootFields fields;
  SlotCode slots;
  SlotAsking asking;
  // Of documents that need no preparation; null: each of them does.
  const FieldNames::Data* prepared = nullptr;

  // Deeper text is left to parse_extended_json(), which has the same limit and words for it.
  explicit Scratch(const Program& program)
      : prefilter(program.data().code),
        fields(program.data().code),
        asking{program.data().code, slots, bindings} {
    if (parser.allocate(0, Limits::kNesting) != simdjson::SUCCESS) throw std::bad_alloc();
  }

  template <DocumentForm Form>
  bool run(const Program& program, const Context& context, Form form,
           const typename Form::Node& root) {
    const Program::Data& data = program.data();
    bindings.bind(data.code, context, data.time_zone);
    return Evaluator<Form>(data.code, bindings, form).matches(root);
  }
  // For documents of these names.
  void prepare(const Program& program, const Context& context, FieldNames::Data& names);
  // Of the document that `text` has read.
  bool ask_text(const Program& program, const Context& context);
  // Of one that it does not take.
  Verdict parse_text(const Program& program, const Context& context, std::string_view json);
};

}  // namespace tamis::predicate
