#include "backends/predicate/explain/explain_words.h"

#include <fmt/format.h>

#include <algorithm>

#include <tamis/extended_json.h>

#include "compiler/values/date_math.h"

namespace tamis::predicate {
namespace {

constexpr std::size_t kLongestValue = 60;
constexpr std::size_t kMostMembers = 5;

// Cut between code points.
std::string shortened(std::string text) {
  if (text.size() <= kLongestValue) return text;
  std::size_t end = kLongestValue;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0U) == 0x80U) --end;
  text.resize(end);
  return text + "…";
}

std::string describe(BsonType type) {
  return TypeSet{type}.describe();
}

// The types that share a family: an order is only there within one.
std::string describe_family(BsonType type) {
  return family_of(type) == family_of(BsonType::Int32) ? "a number" : describe(type);
}

std::string positions(const TestCode& test) {
  std::string text;
  for (std::uint32_t position = 0; position < 64; ++position)
    if (((test.mask >> position) & 1U) != 0)
      text += fmt::format("{}{}", text.empty() ? "" : ", ", position);
  for (const std::uint32_t position : test.beyond)
    text += fmt::format("{}{}", text.empty() ? "" : ", ", position);
  return text;
}

std::string join(const std::vector<std::string>& parts, std::string_view last) {
  std::string text;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) text += i + 1 == parts.size() ? last : ", ";
    text += parts[i];
  }
  return text;
}

}  // namespace

std::string show(const Value& value) {
  return shortened(to_extended_json(value, ExtendedJson::Shell));
}

std::string ticked(std::string_view path) {
  return fmt::format("`{}`", path);
}

std::string counted(std::size_t count, std::string_view noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

std::string Words::literal(const Literal& literal) const {
  if (literal.binding < 0) return show(*literal.value);
  const auto index = static_cast<std::size_t>(literal.binding);
  return fmt::format("{} ({})", code_.relative_dates[index]->date_math->text(),
                     show(Date{bindings_[literal.binding].integer}));
}

std::string Words::list(const TestCode& test) const {
  std::vector<std::string> members;
  const std::size_t count = test.literals().size() + test.bindings.size();
  for (const std::span<const Literal> part : {test.literals(), std::span(test.bindings)})
    for (const Literal& each : part)
      if (members.size() < kMostMembers) members.push_back(literal(each));
  if (count > members.size()) {
    members.push_back(fmt::format("{} more", count - members.size()));
    return join(members, " and ");
  }
  return join(members, ", ");
}

std::string Words::wanted(const TestCode& test) const {
  switch (test.op) {
    case TestOp::Eq:
      return "is " + literal(test.literal);
    case TestOp::Lt:
      return "is less than " + literal(test.literal);
    case TestOp::Lte:
      return "is at most " + literal(test.literal);
    case TestOp::Gt:
      return "is more than " + literal(test.literal);
    case TestOp::Gte:
      return "is at least " + literal(test.literal);
    case TestOp::In:
      return "is one of " + list(test);
    case TestOp::Exists:
      return "is there";
    case TestOp::Type:
      return "is " + test.types.describe();
    case TestOp::Size:
      return "has " + counted(static_cast<std::size_t>(test.a), "element");
    case TestOp::Mod:
      return fmt::format("leaves {} when divided by {}", test.b, test.a);
    case TestOp::Regex:
      return "matches " + literal(test.literal);
    case TestOp::BitsAllSet:
      return "has all of bits " + positions(test) + " set";
    case TestOp::BitsAllClear:
      return "has all of bits " + positions(test) + " clear";
    case TestOp::BitsAnySet:
      return "has one of bits " + positions(test) + " set";
    case TestOp::BitsAnyClear:
      return "has one of bits " + positions(test) + " clear";
    case TestOp::Container:
      return "is an object";
    case TestOp::Schema:
      return "fits the schema";
  }
  return {};
}

std::string Words::wanted(const Instr& question) const {
  if (question.op == PlanOp::Test) return wanted(code_.tests[question.test]);
  std::vector<std::string> parts;
  parts.reserve(question.child_count);
  for (std::uint32_t i = 0; i < question.child_count; ++i)
    parts.push_back(wanted(code_.instrs[question.first + i]));
  return join(parts, question.op == PlanOp::And ? " and " : " or ");
}

// Why a value that is there is not what was wanted; follows "`path` is <value>".
std::string Words::failure(const TestCode& test, const Value& seen) const {
  const BsonType type = seen.type();
  switch (test.op) {
    case TestOp::Eq:
      return ", not " + literal(test.literal);
    case TestOp::In:
      return ", not one of " + list(test);
    case TestOp::Lt:
    case TestOp::Lte:
    case TestOp::Gt:
    case TestOp::Gte: {
      const BsonType with = test.literal.datum.type;
      if (family_of(type) != family_of(with))
        return fmt::format(", {}, which has no order with {}", describe_family(type),
                           describe_family(with));
      return ", which is not" + wanted(test).substr(2);
    }
    case TestOp::Type:
      return fmt::format(", {}, not {}", describe(type), test.types.describe());
    case TestOp::Size:
      if (type != BsonType::Array) return ", not an array";
      return fmt::format(", which has {}, not {}", counted(seen.as<Array>().size(), "element"),
                         test.a);
    case TestOp::Regex:
      if (type != BsonType::String && type != BsonType::Symbol) return ", not a string";
      return ", which does not match " + literal(test.literal);
    case TestOp::Mod:
      if (!seen.is_number()) return ", not a number";
      return fmt::format(", which does not leave {} when divided by {}", test.b, test.a);
    case TestOp::Container:
      return ", not an object";
    default:
      if (!seen.is_number() && type != BsonType::Binary) return ", not a number";
      return ", which does not have" + wanted(test).substr(3);
  }
}

std::string Words::one(const Instr& question, std::string_view path,
                       const std::optional<Value>& seen, bool verdict) const {
  const TestCode* test = question.op == PlanOp::Test ? &code_.tests[question.test] : nullptr;
  if (!seen) {
    const bool plain = !verdict || (test != nullptr && test->op == TestOp::Exists);
    return ticked(path) + (plain ? " is missing" : " is missing, which counts as null");
  }
  if (test != nullptr && test->op == TestOp::Exists) return ticked(path) + " is there";
  const std::string fact = fmt::format("{} is {}", ticked(path), show(*seen));
  if (test == nullptr) return fact + (verdict ? "" : ", which is not: " + wanted(question));
  if (!verdict) return fact + failure(*test, *seen);
  const bool plain = test->op == TestOp::Eq || test->op == TestOp::In;
  return plain ? fact : fact + ", which " + wanted(*test);
}

std::string Words::several(const Instr& question, std::string_view path,
                           const std::vector<Value>& seen, std::size_t count) const {
  std::vector<std::string> parts;
  parts.reserve(seen.size() + 1);
  for (const Value& value : seen) parts.push_back(show(value));
  if (count > parts.size()) parts.push_back(fmt::format("{} more", count - parts.size()));
  return fmt::format("none of the {} at {} {}: {}", counted(count, "value"), ticked(path),
                     wanted(question), join(parts, " and "));
}

}  // namespace tamis::predicate
