#include <tamis/diagnostic.h>

#include <algorithm>
#include <tuple>

namespace tamis {

bool has_error(const Diagnostics& diagnostics) {
  return std::any_of(diagnostics.begin(), diagnostics.end(),
                     [](const Diagnostic& d) { return d.severity == Severity::Error; });
}

void sort_by_place(Diagnostics& diagnostics) {
  const auto place = [](const Diagnostic& d) {
    return std::tuple(d.span().begin, d.span().end, d.severity);
  };
  std::stable_sort(diagnostics.begin(), diagnostics.end(),
                   [&](const Diagnostic& a, const Diagnostic& b) { return place(a) < place(b); });
}

}  // namespace tamis
