// A checked condition as text: canonical MongoDB, English, and dumps of the stages for people.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <tamis/result.h>

#include "compiler/match_expression.h"
#include "compiler/plan/plan.h"

namespace tamis {

// Where a key or value of a printed text comes from, as offsets of its first byte.
struct Origin {
  std::uint32_t printed = 0;
  std::uint32_t source = 0;
};

// A printed condition; the origins of its tests, operators and operands, in text order.
struct PrintedText {
  std::string text;
  std::vector<Origin> origins;

  // What is added next comes from this offset of the source.
  void mark(std::uint32_t source) {
    origins.push_back({static_cast<std::uint32_t>(text.size()), source});
  }
  PrintedText& operator+=(std::string_view more);
  PrintedText& operator+=(const PrintedText& more);
};

// Condition::canonical_text().
PrintedText canonical_text(const CheckedExpression& checked);

// A Value in canonical text: relaxed Extended JSON that keeps every type.
std::string canonical_value(const Value& value);

// The condition in the segments API's forms, on one line. B040 for each part that has none.
Result<PrintedText> segments_text(const CheckedExpression& checked);

// Condition::english().
std::string english(const CheckedExpression& checked);

// One node a line, indented by two blanks.
std::string dump_ast(const CheckedExpression& checked);
std::string dump_plan(const Plan& plan);
// As dumps have them: "any", "bits-all-set".
std::string_view name_of(PlanOp op);
std::string_view name_of(TestOp op);

}  // namespace tamis
