// A Plan as a filter.
#pragma once

#include <string_view>

#include <tamis/mongodb.h>

#include "backends/mongodb/conjunction.h"
#include "compiler/plan/plan.h"
#include "compiler/report.h"

namespace tamis::mongodb {

// Writes what normalize_for_filter() has left. Reports what cannot be said.
class PlanWriter {
 public:
  PlanWriter(Version version, std::string_view zone, Reporter& report)
      : version_(version), zone_(zone), report_(report) {}

  Value write(const Plan& plan);

 private:
  // Where a node stands.
  struct Scope {
    const FieldSchema* element = nullptr;  // that a `$elemMatch` looks at, as far as it is known
    bool in_element = false;               // below a `$elemMatch`
    bool self = false;                     // tests are of the element itself
  };
  // The field of a test: its stored name, its description, its facts. "" is the element itself.
  struct Field {
    std::string key;
    const FieldSchema* schema = nullptr;
    const FieldFacts* facts = nullptr;
    bool in_element = false;
  };

  Value condition(const PlanNode& node, const Scope& scope);
  Value element(const PlanNode& node, const FieldSchema* items);
  void add(const PlanNode& node, const Scope& scope, Conjunction& out);
  void add_negation(const PlanNode& node, const Scope& scope, Conjunction& out);
  void add_test(const Field& field, const PlanNode& node, Conjunction& out);
  void add_negated_test(const Field& field, const PlanNode& node, Conjunction& out);
  bool add_negated_operator(const Field& field, const PlanNode& test, Conjunction& out);
  void add_relative(const Field& field, TestOp op, const Operand& operand, Conjunction& out);
  // Conditions of which one must hold: a field's Or is several.
  Array alternatives(const PlanNode& node, const Scope& scope);
  Array alternatives_of_field(const Field& field, const PlanNode& node);
  Array values(const Field& field, const std::vector<const PlanNode*>& tests);

  Field field_of(const PlanNode& any, const Scope& scope) const;
  static Field element_of(const Scope& scope);
  Value literal(const Field& field, TestOp op, const Operand& operand);

  Version version_;
  std::string_view zone_;
  Reporter& report_;
};

}  // namespace tamis::mongodb
