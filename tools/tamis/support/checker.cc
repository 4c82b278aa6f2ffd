#include "tools/tamis/support/checker.h"

#include <algorithm>
#include <utility>

#include "tools/tamis/support/embedded.h"
#include "tools/tamis/support/report.h"

namespace tamis::cli {
namespace {

// Fixes that made more findings for ever would be a mistake of ours; this ends it.
constexpr int kMostRounds = 20;

Diagnostics check_condition(const Source& source, const CheckOptions& options) {
  const Result<Condition> condition = compile(source, options.compile);
  Diagnostics all = condition.diagnostics();
  if (condition.ok())
    for (Diagnostic& found : lint(*condition, options.lint)) all.push_back(std::move(found));
  std::erase_if(all, [&](const Diagnostic& diagnostic) {
    return diagnostic.severity != Severity::Error &&
           std::ranges::any_of(options.ignored, [&](const std::string& code) {
             return diagnostic.code.starts_with(code);
           });
  });
  sort_by_place(all);
  return all;
}

// Fixes are good one by one; two of one object can leave a key twice. Then as many are made as go
// together.
FixedText fixed_without_harm(const Source& source, const CheckOptions& options,
                             const std::vector<const Fix*>& fixes, std::size_t errors) {
  const auto does_no_harm = [&](const FixedText& fixed) {
    return count(check(Source(source.name(), fixed.text), options).diagnostics).errors <= errors;
  };
  FixedText best = apply_fixes(source.text(), fixes);
  if (does_no_harm(best)) return best;
  best = {std::string(source.text()), 0, 0};
  std::vector<const Fix*> chosen;
  for (const Fix* fix : fixes) {
    chosen.push_back(fix);
    FixedText more = apply_fixes(source.text(), chosen);
    if (more.applied > best.applied && does_no_harm(more))
      best = std::move(more);
    else
      chosen.pop_back();
  }
  return best;
}

}  // namespace

Checked check(const Source& source, const CheckOptions& options) {
  if (!options.pointer) return {check_condition(source, options), 1};
  Result<std::vector<Embedded>> places = find_conditions(source, *options.pointer);
  if (!places.ok()) return {std::move(places).diagnostics(), 0};
  Checked all;
  for (const Embedded& place : *places) {
    ++all.conditions;
    for (Diagnostic& found : in_outer(check_condition(place.text, options), place, source))
      all.diagnostics.push_back(std::move(found));
  }
  return all;
}

const Fix* chosen_fix(const Diagnostic& diagnostic, bool unsafe) {
  for (const Fix& fix : diagnostic.fixes)
    if (fix.safe || unsafe) return &fix;
  return nullptr;
}

Mended mend(const Source& source, const CheckOptions& options, bool unsafe) {
  Mended mended{std::string(source.text()), 0};
  for (int round = 0; round < kMostRounds; ++round) {
    const Source text(source.name(), mended.text);
    const Checked checked = check(text, options);
    std::vector<const Fix*> fixes;
    for (const Diagnostic& diagnostic : checked.diagnostics)
      if (const Fix* fix = chosen_fix(diagnostic, unsafe)) fixes.push_back(fix);
    if (fixes.empty()) break;
    FixedText fixed = fixed_without_harm(text, options, fixes, count(checked.diagnostics).errors);
    if (fixed.applied == 0 || fixed.text == mended.text) break;
    mended.applied += fixed.applied;
    mended.text = std::move(fixed.text);
  }
  return mended;
}

}  // namespace tamis::cli
