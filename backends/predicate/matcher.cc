#include "backends/predicate/matcher.h"

#include <utility>

#include "backends/predicate/forms/accessor_form.h"
#include "backends/predicate/forms/json_form.h"
#include "backends/predicate/forms/value_form.h"

namespace tamis::predicate {

Matcher::Matcher(Program program)
    : program_(std::move(program)), scratch_(std::make_unique<Scratch>(program_)) {}
Matcher::~Matcher() = default;
Matcher::Matcher(Matcher&&) noexcept = default;
Matcher& Matcher::operator=(Matcher&&) noexcept = default;

const Program& Matcher::program() const {
  return program_;
}

bool Matcher::matches(const nlohmann::ordered_json& document, const Context& context) {
  using Form = JsonForm<nlohmann::ordered_json>;
  return scratch_->run(program_, context, Form(scratch_->decoded), &document);
}

bool Matcher::matches(const nlohmann::json& document, const Context& context) {
  using Form = JsonForm<nlohmann::json>;
  return scratch_->run(program_, context, Form(scratch_->decoded), &document);
}

bool Matcher::matches(const Value& document, const Context& context) {
  return scratch_->run(program_, context, ValueForm(), {&document, nullptr});
}

bool Matcher::matches(const Field& document, const Context& context) {
  return scratch_->run(program_, context, AccessorForm(), document);
}

}  // namespace tamis::predicate
