#include <tamis/diagnostic.h>

#include <algorithm>

namespace tamis {
namespace {

// Two insertions at one place have no order that both authors meant, so they overlap too.
bool overlap(const SourceSpan& a, const SourceSpan& b) {
  if (a.size() == 0 && b.size() == 0) return a.begin == b.begin;
  return a.begin < b.end && b.begin < a.end;
}

bool fits(const Fix& fix, const std::vector<Edit>& taken, std::size_t text_size) {
  return std::all_of(fix.edits.begin(), fix.edits.end(), [&](const Edit& edit) {
    return edit.span.begin <= edit.span.end && edit.span.end <= text_size &&
           std::none_of(taken.begin(), taken.end(),
                        [&](const Edit& other) { return overlap(edit.span, other.span); });
  });
}

}  // namespace

FixedText apply_fixes(std::string_view text, const std::vector<const Fix*>& fixes) {
  FixedText result;
  std::vector<Edit> edits;
  for (const Fix* fix : fixes) {
    if (fits(*fix, edits, text.size())) {
      edits.insert(edits.end(), fix->edits.begin(), fix->edits.end());
      ++result.applied;
    } else {
      ++result.skipped;
    }
  }
  // At one place an insertion comes before the replacement of what follows it.
  std::stable_sort(edits.begin(), edits.end(), [](const Edit& a, const Edit& b) {
    return a.span.begin != b.span.begin ? a.span.begin < b.span.begin : a.span.end < b.span.end;
  });
  std::size_t copied = 0;
  for (const Edit& edit : edits) {
    result.text += text.substr(copied, edit.span.begin - copied);
    result.text += edit.text;
    copied = edit.span.end;
  }
  result.text += text.substr(copied);
  return result;
}

}  // namespace tamis
