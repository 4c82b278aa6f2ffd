#include <tamis/diagnostic.h>

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

namespace tamis {
namespace {

// Edits that do not overlap, in text order. At one place an insertion comes before the replacement
// of what follows it.
struct BeforeInText {
  bool operator()(const Edit& a, const Edit& b) const {
    return std::pair(a.span.begin, a.span.end) < std::pair(b.span.begin, b.span.end);
  }
};
using Edits = std::set<Edit, BeforeInText>;

// Two insertions at one place have no order that both authors meant, so they overlap too.
bool overlap(const SourceSpan& a, const SourceSpan& b) {
  if (a.size() == 0 && b.size() == 0) return a.begin == b.begin;
  return a.begin < b.end && b.begin < a.end;
}

bool fits(const Edit& edit, const Edits& taken, std::size_t text_size) {
  if (edit.span.begin > edit.span.end || edit.span.end > text_size) return false;
  const auto next = taken.lower_bound(edit);
  if (next != taken.end() && overlap(edit.span, next->span)) return false;
  return next == taken.begin() || !overlap(edit.span, std::prev(next)->span);
}

}  // namespace

FixedText apply_fixes(std::string_view text, const std::vector<const Fix*>& fixes) {
  FixedText result;
  Edits edits;
  for (const Fix* fix : fixes) {
    const bool all_fit = std::all_of(fix->edits.begin(), fix->edits.end(), [&](const Edit& edit) {
      return fits(edit, edits, text.size());
    });
    if (all_fit) edits.insert(fix->edits.begin(), fix->edits.end());
    ++(all_fit ? result.applied : result.skipped);
  }
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
