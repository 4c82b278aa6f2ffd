#include "tools/tamis/reports/verdicts.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "tools/tamis/support/explain_tree.h"
#include "tools/tamis/support/report.h"

namespace tamis::cli {

Verdicts::Verdicts(Session& session, const TestFlags& flags, Condition condition)
    : session_(session), flags_(flags), condition_(std::move(condition)), style_(session.style()) {}

void Verdicts::add(const std::string& name, std::uint64_t number, bool verdict,
                   const predicate::Explanation* why) {
  ++all_;
  if (verdict) ++matched_;
  const bool shown = flags_.show == "all" || (flags_.show == "matching") == verdict;
  if (!shown) return;
  if (flags_.format == "json")
    show_json(name, number, verdict, why);
  else
    show_human(name, verdict, why);
  shown_ = true;
}

void Verdicts::finish(const std::string& noun) const {
  if (flags_.format == "human")
    session_.out.print("{}{} of {} {}\n", shown_ ? "\n" : "", style_.bold(std::to_string(matched_)),
                       plural(all_, noun), matched_ == 1 ? "matches" : "match");
}

void Verdicts::show_json(const std::string& name, std::uint64_t number, bool verdict,
                         const predicate::Explanation* why) const {
  nlohmann::ordered_json line{{"name", name}, {"number", number}, {"matched", verdict}};
  if (why != nullptr) line["why"] = reasons_in_words(*why);
  session_.out.print("{}\n", line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
}

void Verdicts::show_human(const std::string& name, bool verdict,
                          const predicate::Explanation* why) const {
  const std::string shown = printable(name);
  const std::string mark = verdict ? style_.yes() : style_.no();
  if (why != nullptr && flags_.trees) {
    const auto width = static_cast<std::size_t>(session_.out.width());
    session_.out.print("{} {}\n{}", mark, style_.bold(shown),
                       explain_tree(*why, condition_.source(), style_, width, 4));
  } else if (why == nullptr || verdict) {
    session_.out.print("{} {}\n", mark, shown);
  } else {
    session_.out.print("{} {}  {}\n", mark, shown, style_.dim(printable(reasons_in_words(*why))));
  }
}

}  // namespace tamis::cli
