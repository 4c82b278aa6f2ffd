#include "backends/predicate/read_bytes.h"
#include "backends/predicate/scan_form.h"

namespace tamis::predicate {

Verdict Matcher::matches_text(std::string_view json, const Context& context) {
  Scratch& scratch = *scratch_;
  if (scratch.scan.read(json, scratch.parser)) {
    if (scratch.scan.has_escapes() && scratch.unescaped.size() < json.size())
      scratch.unescaped.resize(json.size());
    scratch.fields.find(scratch.scan);
    const ScanForm form(scratch.scan, scratch.fields, scratch.decoded, scratch.unescaped.data());
    return Verdict(scratch.run(program_, context, form, TextScan::kRoot));
  }
  return read_text<Verdict>(json, scratch_->parser, scratch_->decoded,
                            [&]<class Form>(Form form, const typename Form::Node& root) {
                              return scratch_->run(program_, context, form, root);
                            });
}

Verdict Matcher::matches_bson(std::span<const std::byte> bson, const Context& context) {
  return read_bson<Verdict>(bson, [&]<class Form>(Form form, const typename Form::Node& root) {
    return scratch_->run(program_, context, form, root);
  });
}

}  // namespace tamis::predicate
