// Texts by which equal tests are known to be equal, so that conditions share their atoms.
#pragma once

#include <cstdint>
#include <string>

#include "compiler/plan/plan.h"

namespace tamis::predicate::set {

// Writes what is equal for nodes that are equal in every part that has a meaning, and for no
// others.
class AtomKeyWriter {
 public:
  // To the end of `key`. `zone` tells apart what depends on relative dates.
  AtomKeyWriter(std::string& key, const std::string& zone) : key_(key), zone_(zone) {}

  void number(std::uint64_t n);
  void path(const FieldPath& path, Traverse traverse);
  void node(const PlanNode& node);

 private:
  void text(const std::string& text);
  template <class Number>
  void bytes(Number number);
  void test(const Test& test);
  void operand(const Operand& operand);
  void value(const Value& value);
  void members(const Object& object);

  std::string& key_;
  const std::string& zone_;
};

}  // namespace tamis::predicate::set
