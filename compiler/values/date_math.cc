#include "compiler/values/date_math.h"

#include <fmt/format.h>

#include <algorithm>

#include "compiler/values/text_codecs.h"

namespace tamis {
namespace {

constexpr std::string_view kUnits = "yMwdhms";

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  std::variant<DateMath, DateMathError> run() {
    if (!text_.starts_with("now")) return not_now();
    at_ = 3;
    DateMath math;
    while (at_ < text_.size()) {
      DateMath::Step step;
      if (auto error = read_step(step)) return *std::move(error);
      if (math.steps.size() == kMaxDateMathSteps)
        return DateMathError{at_, fmt::format("date math has at most {} steps", kMaxDateMathSteps)};
      math.steps.push_back(step);
    }
    return math;
  }

 private:
  DateMathError error(std::string message) const { return {at_, std::move(message)}; }

  DateMathError not_now() const {
    if (text_.find("||") != std::string_view::npos)
      return error("date math begins with `now`; a fixed date takes no steps");
    return error("date math begins with `now`");
  }

  std::optional<DateMathError> read_step(DateMath::Step& step) {
    const char sign = text_[at_];
    if (sign != '+' && sign != '-' && sign != '/')
      return error("`+`, `-` or `/` is expected here, as in `now-30d` or `now/d`");
    ++at_;
    if (sign == '/') {
      step.kind = DateMath::Step::Kind::RoundDown;
      if (at_ < text_.size() && values::is_digit(text_[at_]))
        return error("rounding takes a unit without a number, as in `now/d`");
    } else {
      if (auto failed = read_count(step.count)) return failed;
      if (sign == '-') step.count = -step.count;
    }
    return read_unit(step.unit);
  }

  std::optional<DateMathError> read_count(std::int64_t& count) {
    const std::size_t first = at_;
    for (; at_ < text_.size() && values::is_digit(text_[at_]); ++at_) {
      count = count * 10 + (text_[at_] - '0');
      if (count > kMaxDateMathCount) {
        at_ = first;
        return error(fmt::format("a number in date math is at most {}", kMaxDateMathCount));
      }
    }
    if (at_ == first) return error("a number is expected here, as in `now-30d`");
    return std::nullopt;
  }

  std::optional<DateMathError> read_unit(char& unit) {
    constexpr std::string_view kExpected = "the units of date math are `y M w d h m s`";
    if (at_ == text_.size()) return error(fmt::format("a unit is missing; {}", kExpected));
    unit = text_[at_];
    if (kUnits.find(unit) == std::string_view::npos) return error(std::string(kExpected));
    ++at_;
    return std::nullopt;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

std::variant<DateMath, DateMathError> parse_date_math(std::string_view text) {
  return Parser(text).run();
}

std::string DateMath::text() const {
  std::string text = "now";
  for (const Step& step : steps) {
    if (step.kind == Step::Kind::RoundDown)
      text += '/';
    else
      text += fmt::format("{:+}", step.count);
    text += step.unit;
  }
  return text;
}

}  // namespace tamis
