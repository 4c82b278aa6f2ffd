// A checked tree as a filter, as it was written.
#pragma once

#include <tamis/mongodb.h>

#include "backends/mongodb/conjunction.h"
#include "compiler/match_expression.h"
#include "compiler/report.h"

namespace tamis::mongodb {

// The moment and zone that relative dates are bound to.
struct Moment {
  std::int64_t now_ms = 0;
  std::string_view zone;
};

class TreeWriter {
 public:
  TreeWriter(const CheckedExpression& checked, Moment moment, Reporter& report)
      : checked_(checked), moment_(moment), report_(report) {}

  // What an And holds, as one object.
  Value condition(const MatchNode& group);

 private:
  void add(const MatchNode& node, Conjunction& out);
  void add_group(const MatchNode& node, Conjunction& out);
  void add_negation(const MatchNode& negated, Conjunction& out);
  Array conditions(const MatchNode& node);
  Value element(const MatchNode& node);
  Value operand_of(const MatchNode& node);
  Value literal(const MatchNode& node, const Operand& operand);
  std::string key_of(const MatchNode& node) const;
  const FieldFacts* facts_of(const MatchNode& node) const;

  const CheckedExpression& checked_;
  Moment moment_;
  Reporter& report_;
};

}  // namespace tamis::mongodb
