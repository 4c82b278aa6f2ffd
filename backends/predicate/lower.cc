#include <algorithm>
#include <ranges>
#include <span>

#include "backends/predicate/code.h"
#include "backends/predicate/share.h"
#include "backends/predicate/tests.h"

namespace tamis::predicate {
namespace {

// Rough costs in comparisons of a field, to order children by.
constexpr float kPathStep = 1.0F;
constexpr float kInArray = 4.0F;
constexpr float kRegexCost = 8.0F;
constexpr float kSchemaCost = 30.0F;

constexpr float kRarely = 0.001F;

class Lowering {
 public:
  Lowering(Code& code, ChildOrder order) : code_(code), order_(order) {}

  void run(const PlanNode& root) {
    make_room(root);
    code_.instrs.emplace_back();
    lower(root, 0, {});
  }

 private:
  // Where a node is asked.
  struct Place {
    const FieldFacts* facts = nullptr;  // of the path that leads there
    bool is_root = true;
  };

  void make_room(const PlanNode& root) {
    std::size_t nodes = 0;
    std::size_t tests = 0;
    std::size_t keys = 0;
    const auto count = [&](const auto& each, const PlanNode& node) -> void {
      ++nodes;
      if (node.op == PlanOp::Test) ++tests;
      if (node.op == PlanOp::Any) keys += node.path.size();
      for (const PlanNode& child : node.children) each(each, child);
    };
    count(count, root);
    code_.instrs.reserve(nodes);
    code_.tests.reserve(tests);
    code_.keys.reserve(keys);
  }

  // Fills instrs[at]; its children are appended, in one block, and then theirs.
  void lower(const PlanNode& node, std::size_t at, Place place) {
    const std::size_t first = code_.instrs.size();
    Instr& instr = code_.instrs[at];  // stays in its place: room was made for all
    instr.op = node.op;
    instr.node = &node;
    instr.first = static_cast<std::uint32_t>(first);
    instr.child_count = static_cast<std::uint32_t>(node.children.size());
    if (node.op == PlanOp::Any) {
      lower_path(node, instr, place.is_root);
      place.facts = node.facts;
    }
    if (node.op == PlanOp::Test) return lower_test(*node.test, place.facts, instr);
    if (node.op == PlanOp::Any || node.op == PlanOp::Element) place.is_root = false;
    code_.instrs.resize(first + node.children.size());
    for (std::size_t i = 0; i < node.children.size(); ++i)
      lower(node.children[i], first + i, place);
    arrange(instr);
  }

  // What a node costs and holds of, and its children's order.
  void arrange(Instr& instr) {
    const std::span children = std::span(code_.instrs).subspan(instr.first, instr.child_count);
    for (const Instr& child : children)
      instr.cost += child.cost * (instr.op == PlanOp::Element ? kInArray : 1.0F);
    switch (instr.op) {
      case PlanOp::And:
        instr.share = all_hold(children);
        return sort(children, [](const Instr& child) { return 1 - child.share; });
      case PlanOp::Or:
        instr.share = 1 - none_holds(children);
        return sort(children, [](const Instr& child) { return child.share; });
      case PlanOp::Not:
        instr.share = 1 - children.front().share;
        return;
      case PlanOp::Any:
      case PlanOp::Element:
        instr.share = children.front().share;
        return;
      case PlanOp::True:
        instr.share = 1;
        return;
      case PlanOp::False:
      case PlanOp::Test:
        return;
    }
  }

  static float all_hold(std::span<const Instr> children) {
    float share = 1;
    for (const Instr& child : children) share *= child.share;
    return share;
  }
  static float none_holds(std::span<const Instr> children) {
    float share = 1;
    for (const Instr& child : children) share *= 1 - child.share;
    return share;
  }

  // By what it costs until one decides.
  template <class Decides>
  void sort(std::span<Instr> children, Decides decides) const {
    if (order_ == ChildOrder::AsWritten) return;
    const auto cost = [&](const Instr& child) {
      return child.cost / std::max(decides(child), kRarely);
    };
    const auto quicker = [&](const Instr& a, const Instr& b) { return cost(a) < cost(b); };
    if (!std::is_sorted(children.begin(), children.end(), quicker))
      std::stable_sort(children.begin(), children.end(), quicker);
  }

  void lower_path(const PlanNode& node, Instr& instr, bool of_root) {
    instr.enter_arrays = node.traverse == Traverse::Elements;
    instr.key = static_cast<std::uint32_t>(code_.keys.size());
    instr.key_count = static_cast<std::uint32_t>(node.path.size());
    instr.cost = kPathStep * static_cast<float>(node.path.size());
    for (const FieldPath::Component& component : node.path.components())
      code_.keys.push_back({component.name, component.index});
    const std::span keys = std::span(code_.keys).subspan(instr.key);
    instr.by_names = std::ranges::all_of(keys | std::views::drop(1), is_name);
    if (of_root && instr.key_count != 0) code_.keys[instr.key].root = root_keys_++;
  }

  static bool is_name(const Key& key) { return key.index < 0 && !key.name.empty(); }

  void lower_test(const Test& test, const FieldFacts* facts, Instr& instr) {
    instr.test = static_cast<std::uint32_t>(code_.tests.size());
    instr.cost = test.op == TestOp::Regex    ? kRegexCost
                 : test.op == TestOp::Schema ? kSchemaCost
                                             : 1.0F;
    instr.share = share_of(test, facts);
    TestCode& code = code_.tests.emplace_back(test);
    bind(test.operand, code.literal);
    if (test.op == TestOp::In) {
      std::vector<Literal> list;
      list.reserve(test.list.size());
      for (const Operand& operand : test.list)
        bind(operand, (operand.date_math ? code.bindings : list).emplace_back(operand.value));
      code.list = std::make_unique<const InList>(std::move(list));
    }
    for (const std::uint32_t position : test.bits) {
      if (position < 64)
        code.mask |= std::uint64_t{1} << position;
      else
        code.beyond.push_back(position);
    }
    code.missing = holds_of_missing(code);
  }

  // A relative date has its place among those of the Code.
  void bind(const Operand& operand, Literal& literal) {
    if (!operand.date_math) return;
    literal.binding = static_cast<std::int32_t>(code_.relative_dates.size());
    literal.datum = make_integer(BsonType::Date, 0);
    code_.relative_dates.push_back(&operand);
  }

  static bool holds_of_missing(const TestCode& test) {
    const auto is_null = [](const Literal& l) { return l.datum.type == BsonType::Null; };
    switch (test.op) {
      case TestOp::Eq:
        return is_null(test.literal);
      case TestOp::Lte:
      case TestOp::Gte:
        return is_null(test.literal) || order_holds_across(test.op, test.literal.datum.type);
      case TestOp::Lt:
      case TestOp::Gt:
        return order_holds_across(test.op, test.literal.datum.type);
      case TestOp::In:
        return std::ranges::any_of(test.literals(), is_null);
      default:
        return false;
    }
  }

  Code& code_;
  ChildOrder order_;
  std::int32_t root_keys_ = 0;
};

}  // namespace

Code lower(const Plan& plan, ChildOrder order) {
  Code code;
  Lowering(code, order).run(plan.root);
  return code;
}

}  // namespace tamis::predicate
