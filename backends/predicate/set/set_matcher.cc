#include "backends/predicate/set/set_matcher.h"

#include <tamis/compile.h>

#include "backends/predicate/document/slot_form.h"
#include "backends/predicate/forms/accessor_form.h"
#include "backends/predicate/forms/json_form.h"
#include "backends/predicate/forms/value_form.h"

namespace tamis::predicate {

SetMatcher::SetMatcher(const ConditionSet& set) : scratch_(std::make_unique<Scratch>(set)) {}
SetMatcher::~SetMatcher() = default;
SetMatcher::SetMatcher(SetMatcher&&) noexcept = default;
SetMatcher& SetMatcher::operator=(SetMatcher&&) noexcept = default;

SetMatcher::Ids SetMatcher::match(const nlohmann::ordered_json& document, const Context& context) {
  return scratch_->run(context, JsonForm<nlohmann::ordered_json>(scratch_->decoded), &document);
}

SetMatcher::Ids SetMatcher::match(const nlohmann::json& document, const Context& context) {
  return scratch_->run(context, JsonForm<nlohmann::json>(scratch_->decoded), &document);
}

SetMatcher::Ids SetMatcher::match(const Value& document, const Context& context) {
  return scratch_->run(context, ValueForm(), {&document, nullptr});
}

SetMatcher::Ids SetMatcher::match(const Field& document, const Context& context) {
  return scratch_->run(context, AccessorForm(), document);
}

SetMatcher::Ids SetMatcher::match(const Document& document, const Context& context) {
  return scratch_->run(context, SlotForm(document.names()), document.root());
}

}  // namespace tamis::predicate
