#include "backends/predicate/document/key_numbers.h"
#include "backends/predicate/document/slot_form.h"
#include "backends/predicate/matcher.h"

namespace tamis::predicate {

// A name that no document has yet gets its number too, so that the numbers stand for good.
void KeyNumbers::look_up(const Code& code, const std::shared_ptr<FieldNames::Data>& names) {
  ids_.clear();
  for (const Key& key : code.keys) ids_.push_back(names->number(key.name));
  names_ = names;
}

bool Matcher::matches(const Document& document, const Context& context) {
  const Code& code = program_.data().code;
  const NameId* const ids = scratch_->key_numbers.of(code, document.names());
  return scratch_->run(program_, context, NumberedSlotForm(*document.names(), code, ids),
                       document.root());
}

}  // namespace tamis::predicate
