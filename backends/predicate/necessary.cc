#include "backends/predicate/necessary.h"

#include <algorithm>

namespace tamis::predicate {
namespace {

std::string_view longer(std::string_view a, std::string_view b) {
  return a.size() < b.size() ? b : a;
}

// JSON may write any other character of a string in one way only, or behind a backslash.
bool is_written_as_it_is(std::string_view text) {
  return std::ranges::none_of(
      text, [](char c) { return c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20; });
}

// A regex may be met as a value, which is written as its pattern.
std::string_view necessary_for_regex(const TestCode& test) {
  const std::string_view text = test.regex->required_literal();
  const bool in_pattern = test.literal.datum.text.find(text) != std::string_view::npos;
  return in_pattern && is_written_as_it_is(text) ? text : std::string_view();
}

std::string_view necessary_for(const TestCode& test) {
  if (test.op == TestOp::Regex) return necessary_for_regex(test);
  const Literal* literal = nullptr;
  if (test.op == TestOp::Eq) literal = &test.literal;
  if (test.op == TestOp::In && test.literals().size() == 1 && test.bindings.empty())
    literal = &test.literals().front();
  if (literal == nullptr || literal->datum.type != BsonType::String) return {};
  return is_written_as_it_is(literal->datum.text) ? literal->datum.text : std::string_view();
}

std::string_view necessary_for(const Code& code, const Instr& instr) {
  switch (instr.op) {
    case PlanOp::And:
    case PlanOp::Any:
    case PlanOp::Element: {
      std::string_view longest;
      for (std::uint32_t i = 0; i < instr.child_count; ++i)
        longest = longer(longest, necessary_for(code, code.instrs[instr.first + i]));
      return longest;
    }
    case PlanOp::Test:
      return necessary_for(code.tests[instr.test]);
    default:
      return {};
  }
}

}  // namespace

std::string_view necessary_string(const Code& code) {
  return necessary_for(code, code.instrs.front());
}

}  // namespace tamis::predicate
