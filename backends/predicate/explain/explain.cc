#include "backends/predicate/document/slot_form.h"
#include "backends/predicate/explain/explainer.h"
#include "backends/predicate/forms/accessor_form.h"
#include "backends/predicate/forms/json_form.h"
#include "backends/predicate/forms/read_bytes.h"
#include "backends/predicate/forms/value_form.h"
#include "backends/predicate/matcher.h"
#include "backends/predicate/program.h"

namespace tamis::predicate {
namespace {

template <DocumentForm Form>
Explanation explain_form(const Program& program, const Context& context, Form form,
                         const typename Form::Node& root) {
  const Program::Data& data = program.data();
  const Code& code = data.plain().code;
  Bindings bindings;
  bindings.bind(code, context, data.time_zone);
  return Explainer<Form>(code, bindings, form).explain(root);
}

bool decided(Explanation::Kind kind, bool verdict, const Explanation& child) {
  switch (kind) {
    case Explanation::Kind::All:
    case Explanation::Kind::Any:
      return child.verdict == verdict;
    default:
      return true;
  }
}

void collect(const Explanation& explanation, std::vector<const Explanation*>& leaves) {
  if (explanation.children.empty()) leaves.push_back(&explanation);
  for (const Explanation& child : explanation.children)
    if (decided(explanation.kind, explanation.verdict, child)) collect(child, leaves);
}

}  // namespace

std::vector<const Explanation*> reasons(const Explanation& explanation) {
  std::vector<const Explanation*> leaves;
  collect(explanation, leaves);
  return leaves;
}

Explanation Matcher::explain(const nlohmann::ordered_json& document, const Context& context) {
  using Form = JsonForm<nlohmann::ordered_json>;
  return explain_form(program_, context, Form(scratch_->decoded), &document);
}

Explanation Matcher::explain(const nlohmann::json& document, const Context& context) {
  using Form = JsonForm<nlohmann::json>;
  return explain_form(program_, context, Form(scratch_->decoded), &document);
}

Explanation Matcher::explain(const Value& document, const Context& context) {
  return explain_form(program_, context, ValueForm(), {&document, nullptr});
}

Explanation Matcher::explain(const Field& document, const Context& context) {
  return explain_form(program_, context, AccessorForm(), document);
}

Explanation Matcher::explain(const Document& document, const Context& context) {
  return explain_form(program_, context, SlotForm(document.names()), document.root());
}

Result<Explanation> Matcher::explain_text(std::string_view json, const Context& context) {
  return read_text<Result<Explanation>>(
      json, scratch_->parser, scratch_->decoded,
      [&]<class Form>(Form form, const typename Form::Node& root) {
        return explain_form(program_, context, form, root);
      });
}

Result<Explanation> Matcher::explain_bson(std::span<const std::byte> bson, const Context& context) {
  return read_bson<Result<Explanation>>(
      bson, [&]<class Form>(Form form, const typename Form::Node& root) {
        return explain_form(program_, context, form, root);
      });
}

}  // namespace tamis::predicate
