#include "backends/predicate/forms/read_bytes.h"
#include "backends/predicate/matcher.h"

namespace tamis::predicate {

bool Matcher::Scratch::ask_text(const Program& program, const Context& context) {
  return run(program, context, text.form(fields, decoded), TextScan::kRoot);
}

Verdict Matcher::Scratch::parse_text(const Program& program, const Context& context,
                                     std::string_view json) {
  return read_text<Verdict>(json, parser, decoded,
                            [&]<class Form>(Form form, const typename Form::Node& root) {
                              return run(program, context, form, root);
                            });
}

Verdict Matcher::matches_text(std::string_view json, const Context& context, TextCheck check) {
  Scratch& scratch = *scratch_;
  if (check == TextCheck::Needed && scratch.prefilter.rules_out(json)) return Verdict(false);
  if (scratch.text.read(json, check, scratch.parser, scratch.fields)) {
    const bool matched = scratch.ask_text(program_, context);
    if (scratch.text.is_sound()) return Verdict(matched);
  }
  return scratch.parse_text(program_, context, json);
}

Verdict Matcher::matches_bson(std::span<const std::byte> bson, const Context& context) {
  return read_bson<Verdict>(bson, [&]<class Form>(Form form, const typename Form::Node& root) {
    return scratch_->run(program_, context, form, root);
  });
}

}  // namespace tamis::predicate
