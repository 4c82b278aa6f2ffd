#include "backends/predicate/forms/read_bytes.h"
#include "backends/predicate/set/set_matcher.h"

namespace tamis::predicate {

SetVerdict SetMatcher::match_text(std::string_view json, const Context& context) {
  return read_text<SetVerdict>(json, scratch_->parser, scratch_->decoded,
                               [&]<class Form>(Form form, const typename Form::Node& root) {
                                 return scratch_->run(context, form, root);
                               });
}

SetVerdict SetMatcher::match_bson(std::span<const std::byte> bson, const Context& context) {
  return read_bson<SetVerdict>(bson, [&]<class Form>(Form form, const typename Form::Node& root) {
    return scratch_->run(context, form, root);
  });
}

}  // namespace tamis::predicate
