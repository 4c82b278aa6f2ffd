#include "backends/predicate/text/necessary.h"

#include <algorithm>
#include <string_view>

namespace tamis::predicate {
namespace {

// JSON may write any other character of a string in one way only, or behind a backslash.
bool is_written_as_it_is(std::string_view text) {
  return std::ranges::none_of(
      text, [](char c) { return c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20; });
}

// A regex may be met as a value, which is written as its pattern.
std::string necessary_for_regex(const TestCode& test) {
  const std::string_view text = test.regex->required_literal();
  const std::string_view pattern = test.literal.datum.text;
  const bool in_pattern =
      pattern.find(text) != std::string_view::npos || !is_written_as_it_is(pattern);
  return in_pattern && is_written_as_it_is(text) ? std::string(text) : std::string();
}

std::string necessary_for(const TestCode& test) {
  if (test.op == TestOp::Regex) return necessary_for_regex(test);
  const Literal* literal = nullptr;
  if (test.op == TestOp::Eq) literal = &test.literal;
  if (test.op == TestOp::In && test.literals().size() == 1 && test.bindings.empty())
    literal = &test.literals().front();
  if (literal == nullptr || literal->datum.type != BsonType::String) return {};
  const std::string_view text = literal->datum.text;
  return is_written_as_it_is(text) ? '"' + std::string(text) + '"' : std::string();
}

void add_necessary_for(const Code& code, const Instr& instr, std::vector<std::string>& found) {
  switch (instr.op) {
    case PlanOp::And:
    case PlanOp::Any:
    case PlanOp::Element:
      for (std::uint32_t i = 0; i < instr.child_count; ++i)
        add_necessary_for(code, code.instrs[instr.first + i], found);
      return;
    case PlanOp::Test:
      if (std::string text = necessary_for(code.tests[instr.test]); !text.empty())
        found.push_back(std::move(text));
      return;
    default:
      return;
  }
}

}  // namespace

std::vector<std::string> necessary_strings(const Code& code) {
  std::vector<std::string> found;
  add_necessary_for(code, code.instrs.front(), found);
  std::ranges::stable_sort(found, std::ranges::greater(), &std::string::size);
  found.erase(std::ranges::unique(found).begin(), found.end());
  return found;
}

}  // namespace tamis::predicate
