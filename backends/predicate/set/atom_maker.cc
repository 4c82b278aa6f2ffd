#include "backends/predicate/set/atom_maker.h"

#include <algorithm>
#include <utility>

#include "backends/predicate/set/atom_key.h"
#include "backends/predicate/set/lanes.h"

namespace tamis::predicate::set {
namespace {

bool can_hold(const Operand& operand) {
  return !operand.date_math && !operand.regex && ValueTable::can_hold(operand.value.type());
}

// Of longer lists conditions share the whole, not the values.
constexpr std::size_t kShortList = 16;

// The values that a test asks for one by one.
std::span<const Operand> single_values(const PlanNode& node) {
  if (node.op != PlanOp::Test) return {};
  const Test& test = *node.test;
  const bool is_list = test.op == TestOp::In && test.list.size() <= kShortList;
  std::span<const Operand> values;
  if (test.op == TestOp::Eq) values = {&test.operand, 1};
  if (is_list) values = test.list;
  return std::all_of(values.begin(), values.end(), can_hold) ? values : std::span<const Operand>();
}

const RegexProgram* regex_of(const PlanNode& node) {
  return node.op == PlanOp::Test && node.test->op == TestOp::Regex ? &*node.test->operand.regex
                                                                   : nullptr;
}

bool is_empty(const LiteralPattern& text) {
  return text.text.empty();
}

// A pattern that is nothing but texts, which can be sought.
bool is_texts(const RegexProgram& regex) {
  return !regex.texts().empty() && std::ranges::none_of(regex.texts(), is_empty);
}

// A pattern that needs texts which few strings have.
bool needs_texts(const RegexProgram& regex) {
  constexpr std::size_t kLeast = 3;
  const auto tells = [](const std::string& text) { return text.size() >= kLeast; };
  return !regex.required_texts().empty() && std::ranges::all_of(regex.required_texts(), tells);
}

MarkSource source_of(const PlanNode& node) {
  if (node.op == PlanOp::Element) return MarkSource::Element;
  switch (node.test->op) {
    case TestOp::Exists:
      return MarkSource::Presence;
    case TestOp::Type:
    case TestOp::Container:
      return MarkSource::Types;
    case TestOp::Regex:
      return MarkSource::Texts;
    default:
      return MarkSource::Values;
  }
}

TypeSet types_of(const Test& test) {
  return test.op == TestOp::Type ? test.types : TypeSet{BsonType::Object, BsonType::Array};
}

PlanNode test_node(TestOp op) {
  PlanNode node;
  node.op = PlanOp::Test;
  node.test = std::make_unique<Test>();
  node.test->op = op;
  return node;
}

// A claim about a place that is not there is false, whatever the document.
bool needs_a_value(const PlanNode& node, const Code& code) {
  if (node.op == PlanOp::Element) return true;
  return node.op == PlanOp::Test && !code.tests.front().missing;
}

}  // namespace

// Keeps a field, which may be a new one, while atoms of it are made.
class Level::FieldUse {
 public:
  FieldUse(Level& level, const FieldPath& path, Traverse traverse)
      : level_(level), number_(level.field_of(path, traverse)) {
    ++level_.fields_[number_].refs;
  }
  ~FieldUse() { level_.release_field(number_); }
  FieldUse(const FieldUse&) = delete;

  std::uint32_t number() const { return number_; }

 private:
  Level& level_;
  std::uint32_t number_;
};

void AtomMaker::add(const PlanNode& node, bool negated) {
  switch (node.op) {
    case PlanOp::True:
      return set::add_group(formula_, negated, [] {});
    case PlanOp::False:
      return set::add_group(formula_, !negated, [] {});
    case PlanOp::And:
    case PlanOp::Or:
      return add_group(node.op == PlanOp::Or, node.children, negated);
    case PlanOp::Not:
      return add(node.children.front(), !negated);
    case PlanOp::Any:
      return add_at(node.path, node.traverse, node.children.front(), negated);
    case PlanOp::Element:
    case PlanOp::Test:
      return add_at({}, Traverse::Whole, node, negated);
  }
}

void AtomMaker::add_group(bool any, const std::vector<PlanNode>& nodes, bool negated) {
  set::add_group(formula_, any != negated, [&] {
    for (const PlanNode& node : nodes) add(node, negated);
  });
}

void AtomMaker::add_at(const FieldPath& path, Traverse traverse, const PlanNode& node,
                       bool negated) {
  if (node.op == PlanOp::Or) {
    // Some place meets one of them, or the other: each may look for its own.
    set::add_group(formula_, !negated, [&] {
      for (const PlanNode& child : node.children) add_at(path, traverse, child, negated);
    });
  } else if (const auto values = single_values(node); !values.empty()) {
    add_values(path, traverse, values, negated);
  } else if (is_eager(node)) {
    add_eager(path, traverse, node, negated);
  } else {
    add_lazy(path, traverse, node, negated);
  }
}

void AtomMaker::add_values(const FieldPath& path, Traverse traverse,
                           std::span<const Operand> values, bool negated) {
  const Level::FieldUse field(level_, path, traverse);
  const auto add_value = [&](const Operand& each) {
    seek_value(field.number(), each.value, negated);
  };
  if (values.size() == 1) return add_value(values[0]);
  set::add_group(formula_, !negated, [&] { std::ranges::for_each(values, add_value); });
}

void AtomMaker::add_lazy(const FieldPath& path, Traverse traverse, const PlanNode& node,
                         bool negated) {
  bool needs_a_value = false;
  const std::size_t head = formula_.size();
  make_room(formula_);
  formula_.push_back(Claim(lazy_atom(path, traverse, node, needs_a_value), negated).word());
  if (!needs_a_value) return;
  const RegexProgram* regex = regex_of(node);
  const bool has_texts = regex != nullptr && needs_texts(*regex);
  static const PlanNode kExists = test_node(TestOp::Exists);
  add_eager(path, traverse, has_texts ? node : kExists, negated);
  // A group of both, of which the lazy one is asked last, and the other stays where it is.
  set::add_group(formula_, negated, [] {});
  std::reverse(formula_.begin() + static_cast<std::ptrdiff_t>(head), formula_.end());
}

bool AtomMaker::is_eager(const PlanNode& node) const {
  if (node.op == PlanOp::Element) return true;
  if (node.op != PlanOp::Test) return false;
  const Test& test = *node.test;
  switch (test.op) {
    case TestOp::In:
      return std::all_of(test.list.begin(), test.list.end(), can_hold);
    case TestOp::Exists:
    case TestOp::Type:
    case TestOp::Container:
      return true;
    case TestOp::Regex:
      return is_texts(*regex_of(node));
    default:
      return lane_test(test).has_value();
  }
}

void AtomMaker::add_eager(const FieldPath& path, Traverse traverse, const PlanNode& node,
                          bool negated) {
  // Whether something is there is the same for both ways of walking.
  const bool presence = node.op == PlanOp::Test && node.test->op == TestOp::Exists;
  if (presence && !path.empty()) traverse = Traverse::Elements;
  const Level::FieldUse field(level_, path, traverse);
  if (node.op == PlanOp::Test)
    if (const auto test = lane_test(*node.test)) return seek_bound(field.number(), *test, negated);
  seek_mark(field.number(), node, negated);
}

void AtomMaker::seek_value(std::uint32_t field, const Value& value, bool negated) {
  const ValueTable& values = level_.fields_[field].values;
  const std::uint64_t hash = values.hash(datum_of(value));
  values.fetch(hash);
  seek(field, hash, &value, negated);
}

void AtomMaker::seek_bound(std::uint32_t field, const LaneTest& test, bool negated) {
  const std::uint64_t hash = level_.hash_of_bound(test.bound, field * kLanes + test.lane);
  level_.known_bounds_.fetch(hash);
  seek(field, hash, test, negated);
}

void AtomMaker::seek_mark(std::uint32_t field, const PlanNode& node, bool negated) {
  const std::size_t begin = level_.keys_.size();
  AtomKeyWriter key(level_.keys_, zone_);
  key.number(field);
  key.node(node);
  const std::string_view written = std::string_view(level_.keys_).substr(begin);
  const std::uint64_t hash = level_.hash_of_key(written);
  level_.known_marks_.fetch(hash);
  seek(field, hash, KeyedTest{&node, begin, written.size()}, negated);
}

void AtomMaker::seek(std::uint32_t field, std::uint64_t hash, const SoughtTest& test,
                     bool negated) {
  make_room(level_.sought_);
  make_room(formula_);
  level_.sought_.push_back({formula_.size(), field, negated, hash, test});
  formula_.push_back(kGroup);
  ++level_.fields_[field].refs;
}

void AtomMaker::settle() {
  for (const Sought& each : level_.sought_) __builtin_prefetch(likely_item(each));
  for (const Sought& each : level_.sought_) {
    const AtomRef atom =
        std::visit([&](const auto& test) { return counted(atom_of(each, test)); }, each.test);
    formula_[each.at] = Claim(atom, each.negated).word();
  }
}

AtomMaker::~AtomMaker() {
  for (const Sought& each : level_.sought_) level_.release_field(each.field);
  level_.sought_.clear();
  level_.keys_.clear();
}

// What the atom is known by, or null.
const void* AtomMaker::likely_item(const Sought& sought) const {
  if (std::holds_alternative<const Value*>(sought.test))
    return level_.fields_[sought.field].values.find_likely(sought.hash);
  const bool is_bound = std::holds_alternative<LaneTest>(sought.test);
  const HashSlots& known = is_bound ? level_.known_bounds_ : level_.known_marks_;
  const std::uint32_t number = known.find_likely(sought.hash);
  if (number == HashSlots::kNone) return nullptr;
  if (is_bound) return &level_.bounds_[number];
  return &level_.marks_[number];
}

AtomRef AtomMaker::atom_of(const Sought& sought, const Value* value) {
  Field& field = level_.fields_[sought.field];
  level_.make_room_for_mark();
  const std::uint32_t number = field.values.insert(*value, sought.hash);
  ValueTable::Entry& entry = field.values[number];
  if (entry.mark == kNoMark) {
    Mark mark;
    mark.source = MarkSource::Value;
    mark.field = sought.field;
    mark.number = number;
    entry.mark = level_.marks_.take(std::move(mark));
    ++field.refs;
    if (value->is(BsonType::Null)) level_.note_always_asked(sought.field);
  }
  return {AtomKind::Mark, entry.mark};
}

AtomRef AtomMaker::atom_of(const Sought& sought, const LaneTest& test) {
  const std::uint32_t lane = sought.field * kLanes + test.lane;
  std::uint32_t number = level_.known_bounds_.find(sought.hash, [&](std::uint32_t each) {
    return level_.bounds_[each].bound == test.bound && level_.bounds_[each].lane == lane;
  });
  if (number == HashSlots::kNone) {
    Field& of = level_.fields_[sought.field];
    level_.known_bounds_.make_room();
    level_.bounds_.make_room();
    if (!of.lanes[test.lane]) of.lanes[test.lane] = std::make_unique<LaneRules>();
    number = level_.bounds_.take({test.bound, lane, 0});
    level_.known_bounds_.insert(sought.hash, number);
    ++of.refs;
    ++of.bounds;
  }
  return {AtomKind::Bound, number};
}

AtomRef AtomMaker::atom_of(const Sought& sought, const KeyedTest& test) {
  const std::string_view key = std::string_view(level_.keys_).substr(test.begin, test.size);
  std::uint32_t number = level_.known_marks_.find(
      sought.hash, [&](std::uint32_t each) { return level_.marks_[each].keyed->key == key; });
  if (number == HashSlots::kNone) number = make_mark(sought, *test.node, key);
  return {AtomKind::Mark, number};
}

std::uint32_t AtomMaker::make_mark(const Sought& sought, const PlanNode& node,
                                   std::string_view key) {
  Field& field = level_.fields_[sought.field];
  Mark mark;
  mark.source = source_of(node);
  mark.field = sought.field;
  if (mark.source == MarkSource::Types) mark.types = types_of(*node.test);
  mark.keyed = std::make_unique<KeyedMark>();
  mark.keyed->key = key;
  level_.make_room_for_mark();
  level_.known_marks_.make_room();
  const std::uint32_t number = level_.marks_.take(std::move(mark));
  try {
    set(number, field, node);
  } catch (...) {
    level_.forget_mark(number);
    throw;
  }
  level_.known_marks_.insert(sought.hash, number);
  ++field.refs;
  return number;
}

// The field is told what sets the mark.
void AtomMaker::set(std::uint32_t number, Field& field, const PlanNode& node) {
  switch (level_.marks_[number].source) {
    case MarkSource::Presence:
      field.presence = number;
      break;
    case MarkSource::Types:
      field.types.push_back(number);
      break;
    case MarkSource::Texts:
      return set_texts(number, field, node.test->operand);
    case MarkSource::Value:
    case MarkSource::Values:
      return set_values(number, field, *node.test);
    case MarkSource::Element:
      if (!field.elements) field.elements = std::make_unique<Level>(level_.seed_);
      level_.marks_[number].number = field.elements->add(node.children.front(), number, zone_);
      field.elements->review();
  }
}

void AtomMaker::set_values(std::uint32_t number, Field& field, const Test& test) {
  for (const Operand& operand : test.list) set_value(number, field, operand.value);
}

void AtomMaker::set_value(std::uint32_t number, Field& field, const Value& value) {
  std::vector<std::uint32_t>& entries = level_.marks_[number].keyed->values;
  make_room(entries);
  entries.push_back(field.values.insert_for(value, number));
  if (value.is(BsonType::Null)) level_.note_always_asked(level_.marks_[number].field);
}

// Of the pattern itself, stored, and of the strings that have its texts, or the texts it needs.
void AtomMaker::set_texts(std::uint32_t number, Field& field, const Operand& pattern) {
  set_value(number, field, pattern.value);
  const RegexProgram& regex = *pattern.regex;
  for (const LiteralPattern& each : regex.texts()) set_text(number, field, each);
  for (const std::string& each : regex.required_texts())
    set_text(number, field, {LiteralPattern::Place::Contains, each});
}

void AtomMaker::set_text(std::uint32_t number, Field& field, const LiteralPattern& text) {
  using Place = LiteralPattern::Place;
  const auto at = [&](TextTable::Where where, const std::string& sought) {
    if (!field.texts) field.texts = std::make_unique<TextTable>(level_.seed_);
    std::vector<std::uint32_t>& entries = level_.marks_[number].keyed->texts;
    make_room(entries);
    entries.push_back(field.texts->insert(where, sought, number));
  };
  switch (text.place) {
    case Place::Contains:
      return at(TextTable::Where::Anywhere, text.text);
    case Place::Prefix:
      return at(TextTable::Where::Begin, text.text);
    case Place::SuffixLine:
      at(TextTable::Where::End, text.text + '\n');
      [[fallthrough]];
    case Place::Suffix:
      return at(TextTable::Where::End, text.text);
    case Place::ExactLine:
      set_value(number, field, Value(text.text + '\n'));
      [[fallthrough]];
    case Place::Exact:
      return set_value(number, field, Value(text.text));
  }
}

AtomRef AtomMaker::lazy_atom(const FieldPath& path, Traverse traverse, const PlanNode& node,
                             bool& needs_value) {
  std::string key;
  AtomKeyWriter writer(key, zone_);
  writer.number(Level::kNoField);
  writer.path(path, traverse);
  writer.node(node);
  const std::uint64_t hash = level_.hash_of_key(key);
  const std::uint32_t known = level_.known_lazies_.find(
      hash, [&](std::uint32_t each) { return level_.lazies_[each].test->key == key; });
  if (known != HashSlots::kNone) {
    needs_value = needs_a_value(node, level_.lazies_[known].test->code);
    return counted({AtomKind::Lazy, known});
  }
  auto test = std::make_unique<LazyTest>();
  PlanNode& any = test->plan.root;
  any.op = PlanOp::Any;
  any.traverse = traverse;
  any.path = path;
  any.children.push_back(node.clone());
  test->code = lower(test->plan);
  test->key = std::move(key);
  test->zone = zone_;
  test->serial = ++level_.last_serial_;
  needs_value = needs_a_value(node, test->code);
  level_.known_lazies_.make_room();
  const std::uint32_t number = level_.lazies_.take({std::move(test), 0});
  level_.known_lazies_.insert(hash, number);
  return counted({AtomKind::Lazy, number});
}

AtomRef AtomMaker::counted(AtomRef atom) noexcept {
  if (atom.kind() != AtomKind::Lazy) ++level_.source_of(atom).claims;
  switch (atom.kind()) {
    case AtomKind::Bound:
      ++level_.bounds_[atom.index()].refs;
      break;
    case AtomKind::Lazy:
      ++level_.lazies_[atom.index()].refs;
      break;
    case AtomKind::Mark: {
      Mark& mark = level_.marks_[atom.index()];
      ++mark.refs;
      level_.fetch_postings(atom.index());
      level_.use_values(mark, 1);
      break;
    }
  }
  return atom;
}

}  // namespace tamis::predicate::set
