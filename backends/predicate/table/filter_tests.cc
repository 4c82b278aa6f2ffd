// Tests, by the kinds of the slots.
#include "backends/predicate/table/filter.h"
#include "backends/predicate/table/intervals.h"

namespace tamis::predicate::table {
namespace {

static_assert(kWanted == 0xff);  // as search_each() has it

// Longer lists are asked number by number.
constexpr std::size_t kFewLiterals = 8;
constexpr std::size_t kFewCodes = 24;
// A dictionary is asked as a whole where it has fewer strings than this, or where one slot in so
// many is asked for.
constexpr std::size_t kSmallDictionary = 4096;
constexpr std::size_t kMost = 2;

constexpr BsonType kTypes[kKinds] = {kMissing,         BsonType::Null,  BsonType::Bool,
                                     BsonType::Int32,  BsonType::Int64, BsonType::Double,
                                     BsonType::String, BsonType::Date,  BsonType::Object,
                                     BsonType::Array,  kMissing};

std::size_t number_of(Kind kind) {
  return static_cast<std::size_t>(kind);
}

BsonType type_of(Kind kind) {
  return kTypes[number_of(kind)];
}

bool same_family_as(const Literal& literal, BsonType type) {
  return family_of(literal.datum.type) == family_of(type);
}

bool is_order(TestOp op) {
  return op == TestOp::Eq || op == TestOp::Lt || op == TestOp::Lte || op == TestOp::Gt ||
         op == TestOp::Gte;
}

// The literals of a list that values of a type may equal.
std::vector<const Literal*> literals_for(const TestCode& test, BsonType type) {
  std::vector<const Literal*> literals;
  for (const Literal& literal : test.literals())
    if (same_family_as(literal, type)) literals.push_back(&literal);
  if (type == BsonType::Date)
    for (const Literal& literal : test.bindings) literals.push_back(&literal);
  return literals;
}

bool has_literal_for(const TestCode& test, BsonType type) {
  return (type == BsonType::Date && !test.bindings.empty()) ||
         std::any_of(test.literals().begin(), test.literals().end(),
                     [&](const Literal& literal) { return same_family_as(literal, type); });
}

template <class Holds>
void keep_each_bit(Bits& slots, Holds holds) {
  for (std::size_t i = 0; i < slots.size(); ++i) {
    Word held = 0;
    for_each_bit(slots[i], 0, [&](std::size_t bit) {
      if (holds(static_cast<std::uint32_t>(i * kWordBits + bit))) held |= Word{1} << bit;
    });
    slots[i] = held;
  }
}

void keep_slots_of_one(const KindSlots& kind, Bits& slots) {
  if (!kind.bits.empty()) keep_only(slots, kind.bits);
}

// Numbers of any type go together.
void keep_slots_of(const Chunk& chunk, const KindSlots& kind, Bits& slots) {
  if (!is_number(kind.kind) || kind.bits.empty()) return keep_slots_of_one(kind, slots);
  Bits of_numbers(slots.size());
  for (const KindSlots& each : chunk.kinds)
    if (is_number(each.kind)) put_in(of_numbers, each.bits);
  keep_only(slots, of_numbers);
}

template <class T>
Interval<T> both(Interval<T> a, Interval<T> b) {
  return {std::max(a.low, b.low), std::min(a.high, b.high)};
}

// Keeps what any of the wanted keeps.
template <class List, class Keep>
void keep_any(const List& wanted, Bits& slots, Keep keep) {
  Bits held(slots.size());
  for (const auto& each : wanted) {
    Bits asked = slots;
    keep(each, asked);
    put_in(held, asked);
  }
  slots = std::move(held);
}

}  // namespace

// The first kind of whose values a test is true of some, if it is true of no others beside numbers;
// else null.
const KindSlots* Filter::kind_asked(const TestCode& test, const Chunk& chunk) {
  const KindVerdicts& verdicts = verdicts_on_kinds(test);
  const KindSlots* asked = nullptr;
  if (test.missing) return nullptr;
  for (const KindSlots& kind : chunk.kinds) {
    const std::optional<bool> verdict = verdicts[number_of(kind.kind)];
    if (verdict == true) return nullptr;
    if (verdict) continue;
    if (asked == nullptr)
      asked = &kind;
    else if (!is_number(kind.kind) || !is_number(asked->kind))
      return nullptr;
  }
  return asked;
}

void Filter::keep_test(const TestCode& test, const Chunk& chunk, Bits& slots) {
  if (const KindSlots* kind = kind_asked(test, chunk)) {
    keep_slots_of(chunk, *kind, slots);
    if (!none(slots)) keep_kind(test, chunk, kind->kind, slots);
    return;
  }
  const KindVerdicts& verdicts = verdicts_on_kinds(test);
  const bool have_verdicts = std::all_of(
      chunk.kinds.begin(), chunk.kinds.end(),
      [&](const KindSlots& kind) { return verdicts[number_of(kind.kind)].has_value(); });
  if (have_verdicts)
    keep_kinds(test, chunk, slots);
  else
    keep_of_each_kind(test, chunk, slots);
}

// False, and nothing is done, where not both ask for one kind, of numbers or dates.
bool Filter::keep_between(const TestCode& a, const TestCode& b, const Chunk& chunk, Bits& slots) {
  const KindSlots* kind = kind_asked(a, chunk);
  if (kind == nullptr || kind != kind_asked(b, chunk)) return false;
  const bool is_date = kind->kind == Kind::Date;
  if (!is_date && (!is_number(kind->kind) || is_nan(a.literal.datum) || is_nan(b.literal.datum)))
    return false;
  keep_slots_of(chunk, *kind, slots);
  const Numbers& numbers = chunk.numbers;
  const auto ints = [&](std::int64_t scale) {
    return both(ints_for(a.op, a.literal, scale), ints_for(b.op, b.literal, scale));
  };
  if (is_date)
    keep_in(machine_, chunk.dates, ints(1), slots);
  else if (numbers.doubles.empty())
    keep_in(machine_, numbers.ints, ints(numbers.scale), slots);
  else
    keep_in(machine_, numbers.doubles,
            both(doubles_for(a.op, a.literal), doubles_for(b.op, b.literal)), slots);
  return true;
}

// All kinds have verdicts.
void Filter::keep_kinds(const TestCode& test, const Chunk& chunk, Bits& slots) {
  const KindVerdicts& verdicts = verdicts_on_kinds(test);
  Bits out(slots.size(), test.missing ? Word{0} : ~Word{0});
  for (const KindSlots& kind : chunk.kinds) {
    if (verdicts[number_of(kind.kind)] == test.missing) continue;
    if (kind.bits.empty()) {
      if (test.missing) clear(slots);
      return;
    }
    if (test.missing)
      put_in(out, kind.bits);
    else
      take_out(out, kind.bits);
  }
  take_out(slots, out);
}

void Filter::keep_of_each_kind(const TestCode& test, const Chunk& chunk, Bits& slots) {
  const KindVerdicts& verdicts = verdicts_on_kinds(test);
  Bits held(slots.size());
  bool numbers_done = false;
  for (const KindSlots& kind : chunk.kinds) {
    const std::optional<bool> verdict = verdicts[number_of(kind.kind)];
    const bool is_done = !verdict && is_number(kind.kind) && std::exchange(numbers_done, true);
    if (is_done) continue;
    Bits asked = slots;
    if (verdict)
      keep_slots_of_one(kind, asked);
    else
      keep_slots_of(chunk, kind, asked);
    take_out(slots, asked);
    if (none(asked) || verdict == false) continue;
    if (!verdict) keep_kind(test, chunk, kind.kind, asked);
    put_in(held, asked);
  }
  if (test.missing) put_in(held, slots);
  slots = std::move(held);
}

void Filter::keep_kind(const TestCode& test, const Chunk& chunk, Kind kind, Bits& slots) {
  switch (kind) {
    case Kind::Int32:
    case Kind::Int64:
    case Kind::Double:
      return keep_numbers(test, chunk, slots);
    case Kind::Date:
      return keep_dates(test, chunk, slots);
    case Kind::Text:
      return keep_texts(test, chunk, slots);
    case Kind::Bool:
      return keep_bools(test, chunk, slots);
    case Kind::Array:
      if (test.op == TestOp::Size)
        return keep_of_size(machine_, chunk.array_begins, static_cast<std::uint64_t>(test.a),
                            slots);
      return keep_each(test, chunk, kind, slots);
    default:
      return keep_each(test, chunk, kind, slots);
  }
}

std::optional<bool> Filter::verdict_on_kind(const TestCode& test, Kind kind) {
  if (kind == Kind::Other) return std::nullopt;
  if (kind == Kind::Null) return verdict_on_scalar(test, make_datum(BsonType::Null));
  const BsonType type = type_of(kind);
  switch (test.op) {
    case TestOp::Exists:
    case TestOp::Type:
    case TestOp::Container:
      return verdict_on_scalar(test, make_datum(type));
    case TestOp::Size:
      return kind == Kind::Array ? std::nullopt : std::optional(false);
    case TestOp::Regex:
      return kind == Kind::Text ? std::nullopt : std::optional(false);
    case TestOp::In:
      return has_literal_for(test, type) ? std::nullopt : std::optional(false);
    case TestOp::Eq:
    case TestOp::Lt:
    case TestOp::Lte:
    case TestOp::Gt:
    case TestOp::Gte:
      if (same_family_as(test.literal, type)) return std::nullopt;
      return order_holds_across(test.op, test.literal.datum.type);
    case TestOp::Schema:
      return std::nullopt;
    default:  // Mod and bits
      return is_number(kind) ? std::nullopt : std::optional(false);
  }
}

const KindVerdicts& Filter::verdicts_on_kinds(const TestCode& test) {
  std::optional<KindVerdicts>& verdicts =
      kind_verdicts_[static_cast<std::size_t>(&test - code_.tests.data())];
  if (!verdicts) {
    verdicts.emplace();
    for (std::size_t kind = number_of(Kind::Null); kind < kKinds; ++kind)
      (*verdicts)[kind] = verdict_on_kind(test, static_cast<Kind>(kind));
  }
  return *verdicts;
}

void Filter::keep_each(const TestCode& test, const Chunk& chunk, Kind kind, Bits& slots) {
  if (kind == Kind::Other || kind == Kind::Object || kind == Kind::Array)
    return keep_each_bit(slots, [&](std::uint32_t slot) {
      const TableForm::Node node = TableForm::at(chunk, slot);
      return evaluator_.test(test, Place{node, form_.datum(node)});
    });
  keep_each_bit(slots, [&](std::uint32_t slot) {
    return verdict_on_scalar(test, chunk.datum(slot, is_number(kind) ? chunk.kind(slot) : kind));
  });
}

const Interval<std::int64_t>& Filter::ints_for(TestOp op, const Literal& literal,
                                               std::int64_t scale) {
  auto [place, is_new] = intervals_.try_emplace({&literal, scale});
  if (is_new) place->second = wanted_ints(op, bindings_[literal], scale);
  return place->second;
}

const Interval<double>& Filter::doubles_for(TestOp op, const Literal& literal) {
  auto [place, is_new] = double_intervals_.try_emplace(&literal);
  if (is_new) place->second = wanted_doubles(op, literal.datum);
  return place->second;
}

void Filter::keep_numbers(const TestCode& test, const Chunk& chunk, Bits& slots) {
  const Numbers& numbers = chunk.numbers;
  const auto keep_one = [&](TestOp op, const Literal& literal, Bits& asked) {
    if (numbers.doubles.empty())
      keep_in(machine_, numbers.ints, ints_for(op, literal, numbers.scale), asked);
    else
      keep_in(machine_, numbers.doubles, doubles_for(op, literal), asked);
  };
  if (is_order(test.op) && !is_nan(test.literal.datum))
    return keep_one(test.op, test.literal, slots);
  if (test.op == TestOp::In) {
    const std::vector<const Literal*> literals = literals_for(test, BsonType::Double);
    const bool any_nan = std::any_of(literals.begin(), literals.end(),
                                     [](const Literal* each) { return is_nan(each->datum); });
    if (literals.size() <= kFewLiterals && !any_nan)
      return keep_any(literals, slots, [&](const Literal* literal, Bits& asked) {
        keep_one(TestOp::Eq, *literal, asked);
      });
  }
  keep_each(test, chunk, Kind::Double, slots);
}

void Filter::keep_dates(const TestCode& test, const Chunk& chunk, Bits& slots) {
  const auto keep_one = [&](TestOp op, const Literal& literal, Bits& asked) {
    keep_in(machine_, chunk.dates, ints_for(op, literal, 1), asked);
  };
  if (is_order(test.op)) return keep_one(test.op, test.literal, slots);
  const std::vector<const Literal*> literals = literals_for(test, BsonType::Date);
  if (literals.size() > kFewLiterals) return keep_each(test, chunk, Kind::Date, slots);
  keep_any(literals, slots,
           [&](const Literal* literal, Bits& asked) { keep_one(TestOp::Eq, *literal, asked); });
}

void Filter::keep_bools(const TestCode& test, const Chunk& chunk, Bits& slots) {
  const Word on_true = verdict_on_scalar(test, make_integer(BsonType::Bool, 1)) ? ~Word{0} : 0;
  const Word on_false = verdict_on_scalar(test, make_integer(BsonType::Bool, 0)) ? ~Word{0} : 0;
  for (std::size_t i = 0; i < slots.size(); ++i)
    slots[i] &= (chunk.trues[i] & on_true) | (~chunk.trues[i] & on_false);
}

void Filter::keep_texts(const TestCode& test, const Chunk& chunk, Bits& slots) {
  if (test.op != TestOp::Eq && test.op != TestOp::In) return keep_by_text(test, chunk, slots);
  const std::vector<std::int64_t>& codes = codes_of(test, *chunk.column);
  if (codes.size() == 1)
    return keep_in(machine_, chunk.texts, {codes.front(), codes.front()}, slots);
  if (codes.size() <= kFewCodes) return keep_one_of(machine_, chunk.texts, codes, slots);
  keep_by_text(test, chunk, slots);
}

// The strings of a dictionary that an equality, or a list, names.
const std::vector<std::int64_t>& Filter::codes_of(const TestCode& test, const Column& column) {
  const auto [place, is_new] = codes_.try_emplace({&test, &column});
  std::vector<std::int64_t>& codes = place->second;
  if (!is_new) return codes;
  const auto add = [&](const Literal& literal) {
    const Dictionary::Code found = column.texts().find(literal.datum.text);
    if (found != Dictionary::kNone) codes.push_back(found);
  };
  if (test.op == TestOp::Eq) add(test.literal);
  for (const Literal* literal : literals_for(test, BsonType::String)) add(*literal);
  return codes;
}

std::uint8_t Filter::verdict_on_text(const TestCode& test, std::string_view text) {
  const bool holds = test.op == TestOp::Regex
                         ? test.regex->search(text)
                         : verdict_on_scalar(test, make_text(BsonType::String, text));
  return holds ? kWanted : 0;
}

void Filter::find_verdicts(const TestCode& test, const Dictionary& dictionary,
                           TextVerdicts& verdicts) {
  if (test.op == TestOp::Regex)
    return dictionary.each_segment([&](Dictionary::Code first, const JoinedSubjects& texts) {
      test.regex->search_each(machine_, texts, verdicts.of_code.data() + first);
    });
  for (Dictionary::Code each = 0; each < dictionary.size(); ++each)
    verdicts.of_code[each] = verdict_on_text(test, dictionary[each]);
}

TextVerdicts& Filter::verdicts_of(const TestCode& test, const Column& column, bool most_are_asked) {
  TextVerdicts& verdicts = verdicts_[{&test, &column}];
  if (!verdicts.of_code.empty()) return verdicts;
  const Dictionary& dictionary = column.texts();
  verdicts.complete = true;
  verdicts.of_code.assign(dictionary.size(), 0);
  if (test.op == TestOp::In) {
    for (const std::int64_t each : codes_of(test, column))
      verdicts.of_code[static_cast<std::size_t>(each)] = kWanted;
  } else if (most_are_asked || dictionary.size() < kSmallDictionary) {
    find_verdicts(test, dictionary, verdicts);
  } else {
    verdicts.complete = false;
    verdicts.of_code.assign(dictionary.size(), TextVerdicts::kUnknown);
  }
  return verdicts;
}

void Filter::keep_by_text(const TestCode& test, const Chunk& chunk, Bits& slots) {
  const bool most_are_asked = count_of_bits(machine_, slots) * kMost > chunk.size;
  TextVerdicts& verdicts = verdicts_of(test, *chunk.column, most_are_asked);
  if (verdicts.complete)
    return keep_by_verdict(machine_, chunk.texts, verdicts.of_code.data(), slots);
  const Dictionary& dictionary = chunk.column->texts();
  keep_each_bit(slots, [&](std::uint32_t slot) {
    const auto code_of_text = static_cast<Dictionary::Code>(chunk.texts[slot]);
    std::uint8_t& verdict = verdicts.of_code[code_of_text];
    if (verdict == TextVerdicts::kUnknown)
      verdict = verdict_on_text(test, dictionary[code_of_text]);
    return verdict == kWanted;
  });
}

}  // namespace tamis::predicate::table
