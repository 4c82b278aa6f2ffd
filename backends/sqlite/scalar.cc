#include "backends/sqlite/scalar.h"

#include <algorithm>

#include "backends/sqlite/literal.h"
#include "backends/sqlite/text_test.h"

namespace tamis::sqlite {
namespace {

// What SQLite calls the form in which a kind is kept.
enum class Form : std::uint8_t { Numeric, Text, Blob, JsonBool };

Form form_of(Kind kind, const Scalar& scalar) {
  switch (kind) {
    case Kind::Number:
      return Form::Numeric;
    case Kind::Text:
      return Form::Text;
    case Kind::Bool:
      if (scalar.json) return Form::JsonBool;
      return scalar.boolean == BoolEncoding::Integer ? Form::Numeric : Form::Text;
    case Kind::Date:
      return scalar.date == DateEncoding::Iso8601 ? Form::Text : Form::Numeric;
    case Kind::ObjectId:
      return scalar.json || scalar.object_id == ObjectIdEncoding::Text ? Form::Text : Form::Blob;
  }
  return Form::Text;
}

std::string_view names_of(Form form, bool json) {
  switch (form) {
    case Form::Numeric:
      return "('integer', 'real')";
    case Form::Text:
      return "('text')";
    case Form::Blob:
      return "('blob')";
    case Form::JsonBool:
      return json ? "('true', 'false')" : "('integer')";
  }
  return "()";
}

// Of SQLite's parser: a list that is selected from an array, and a CASE with what is asked of it.
constexpr int kListStack = 15;
constexpr int kCaseStack = 22;

Expr with_stack(Expr expr, int stack) {
  expr.stack = stack;
  return expr;
}

class Tester {
 public:
  Tester(const Test& test, const Scalar& scalar, const Dialect& dialect, bool pure_sql)
      : test_(test), scalar_(scalar), dialect_(dialect), pure_sql_(pure_sql) {}

  std::optional<Expr> run() const {
    switch (test_.op) {
      case TestOp::Eq:
      case TestOp::Lt:
      case TestOp::Lte:
      case TestOp::Gt:
      case TestOp::Gte:
        return order(test_.op, test_.operand);
      case TestOp::In:
        return in();
      case TestOp::Exists:
        return exists();
      case TestOp::Type:
        return type();
      case TestOp::Size:
      case TestOp::Container:
        return constant(false);
      case TestOp::Mod:
        return mod();
      case TestOp::Regex:
        return regex();
      case TestOp::BitsAllSet:
      case TestOp::BitsAllClear:
      case TestOp::BitsAnySet:
      case TestOp::BitsAnyClear:
        return bits();
      case TestOp::Schema:
        break;
    }
    return std::nullopt;
  }

 private:
  std::vector<std::string> sources() const {
    if (!scalar_.nullable) return {};
    return {scalar_.value.text};
  }

  bool holds(Kind kind) const { return scalar_.types.intersects(types_of(kind)); }
  bool holds_only(Kind kind) const { return scalar_.types.within(types_of(kind)); }

  // Where other kinds may stand, too: that it is one of this kind.
  Expr of_kind(Kind kind) const {
    if (holds_only(kind)) return constant(true);
    const Form form = form_of(kind, scalar_);
    return comparison(type_name() + Sql(" IN ") + Sql(names_of(form, scalar_.json)),
                      scalar_.json ? sources() : std::vector<std::string>{});
  }

  // A column's affinity would turn a value of one kind into another before they are compared.
  Sql value_of(Kind kind) const {
    if (scalar_.json || holds_only(kind)) return scalar_.value;
    return said(dialect_.unconverted, {scalar_.value});
  }

  Sql type_name() const {
    return scalar_.json ? scalar_.type_name : said(dialect_.type_of, {scalar_.value});
  }

  Expr is_of(std::string_view type) const { return same(type_name(), Sql(type), dialect_); }
  Expr is_present_null() const { return same(scalar_.presence, "1", dialect_); }

  // A whole number from one with a fraction.
  bool tells_whole() const { return only_whole() || scalar_.json || !dialect_.type_of.empty(); }

  Expr guarded(Kind kind, Expr expr) const {
    std::vector<Expr> parts;
    parts.push_back(of_kind(kind));
    parts.push_back(std::move(expr));
    return all_of(std::move(parts));
  }

  Expr is_null() const {
    if (!scalar_.nullable) return constant(false);
    return sqlite::is_null(scalar_.value);
  }

  Expr is_there() const {
    if (!scalar_.nullable) return constant(true);
    return sqlite::is_there(scalar_.value);
  }

  Expr order(TestOp op, const Operand& operand) const {
    const BsonType type = operand.date_math ? BsonType::Date : operand.value.type();
    if (type == BsonType::Null)
      return op == TestOp::Lt || op == TestOp::Gt ? constant(false) : is_null();
    if (type == BsonType::MinKey) return constant(op == TestOp::Gt || op == TestOp::Gte);
    if (type == BsonType::MaxKey) return constant(op == TestOp::Lt || op == TestOp::Lte);
    const auto kind = kind_of(type);
    if (!kind || !holds(*kind)) return constant(false);
    const Bound limit = bound(op, operand, *kind, scalar_);
    if (limit.verdict == Bound::Verdict::Never) return constant(false);
    if (limit.verdict == Bound::Verdict::Always)
      return holds_only(*kind) ? is_there() : of_kind(*kind);
    if (limit.op == "=") return guarded(*kind, equals(*kind, limit.param));
    const Sql word(" " + std::string(limit.op) + " ");
    return guarded(*kind, comparison(value_of(*kind) + word + value(limit.param), sources()));
  }

  Expr equals(Kind kind, const SqlParam& param) const {
    const Sql kept = value_of(kind);
    if (scalar_.nullable) return same(kept, value(param), dialect_);
    return two_valued(kept + Sql(" = ") + value(param), kept + Sql(" <> ") + value(param));
  }

  // Per kind one list; null, and what is bound late, stand beside it.
  Expr in() const {
    std::vector<Expr> parts;
    for (const Kind kind : kKinds) {
      std::vector<SqlParam> values;
      for (const Operand& operand : test_.list) {
        if (operand.date_math || kind_of(operand.value.type()) != kind || !holds(kind)) continue;
        const Bound limit = bound(TestOp::Eq, operand, kind, scalar_);
        if (limit.verdict == Bound::Verdict::Compare) values.push_back(limit.param);
      }
      if (!values.empty()) parts.push_back(guarded(kind, one_of(kind, std::move(values))));
    }
    for (const Operand& operand : test_.list)
      if (operand.date_math || operand.value.is(BsonType::Null))
        parts.push_back(order(TestOp::Eq, operand));
    return any_of(std::move(parts));
  }

  Expr one_of(Kind kind, std::vector<SqlParam> values) const {
    if (values.size() == 1) return equals(kind, values.front());
    Sql sql = value_of(kind) + Sql(" IN (");
    if (values.size() > dialect_.list_values && !dialect_.values_of.empty())
      if (const auto array = as_json_array(values)) {
        sql += said(dialect_.values_of, {value(Value(*array))}) + Sql(")");
        return with_stack(comparison(std::move(sql), sources()), kListStack);
      }
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (i > 0) sql += Sql(", ");
      sql += values[i];
    }
    return comparison(sql + Sql(")"), sources());
  }

  Expr exists() const {
    switch (scalar_.null) {
      case Scalar::Null::IsMissing:
        return is_there();
      case Scalar::Null::IsNull:
        return constant(true);
      case Scalar::Null::Presence: {
        if (!scalar_.nullable) return constant(true);
        std::vector<Expr> parts;
        parts.push_back(is_there());
        parts.push_back(is_present_null());
        return any_of(std::move(parts));
      }
      case Scalar::Null::Json:
        if (!scalar_.nullable) return constant(true);
        // An index of the values is of use only for a test of the value.
        if (!scalar_.may_be_null) return is_there();
        return sqlite::is_there(scalar_.type_name);
    }
    return constant(false);
  }

  Expr is_bson_null() const {
    if (!scalar_.nullable) return constant(false);
    switch (scalar_.null) {
      case Scalar::Null::IsMissing:
        return constant(false);
      case Scalar::Null::IsNull:
        return is_null();
      case Scalar::Null::Presence:
        return all_of({is_present_null(), is_null()});
      case Scalar::Null::Json:
        return is_of("'null'");
    }
    return constant(false);
  }

  std::optional<Expr> type() const {
    std::vector<Expr> parts;
    if (test_.types.contains(BsonType::Null)) parts.push_back(is_bson_null());
    for (const Kind kind : kKinds) {
      const TypeSet possible = scalar_.types & types_of(kind);
      const TypeSet wanted = possible & test_.types;
      if (wanted.empty()) continue;
      const bool all = possible == wanted;
      if (all && holds_only(kind))
        parts.push_back(is_there());
      else if (all)
        parts.push_back(of_kind(kind));
      else if (tells_whole())
        parts.push_back(number_type(possible, wanted));
      else
        return std::nullopt;
    }
    return any_of(std::move(parts));
  }

  // A whole number is an int where it fits into one, else a long, as far as the schema allows.
  Expr number_type(TypeSet possible, TypeSet wanted) const {
    const auto reads_as = [&](bool fits_int32, bool whole) {
      if (whole && fits_int32 && possible.contains(BsonType::Int32)) return BsonType::Int32;
      if (whole && possible.contains(BsonType::Int64)) return BsonType::Int64;
      if (possible.contains(BsonType::Double)) return BsonType::Double;
      return possible.contains(BsonType::Int64) ? BsonType::Int64 : BsonType::Int32;
    };
    std::vector<Expr> parts;
    const bool small = wanted.contains(reads_as(true, true));
    const bool large = wanted.contains(reads_as(false, true));
    if (small && large) {
      parts.push_back(is_of("'integer'"));
    } else if (small || large) {
      const Sql range = scalar_.value + Sql(small ? " BETWEEN -2147483648 AND 2147483647"
                                                  : " NOT BETWEEN -2147483648 AND 2147483647");
      parts.push_back(all_of({is_of("'integer'"), comparison(range)}));
    }
    if (wanted.contains(reads_as(false, false))) parts.push_back(is_of("'real'"));
    return any_of(std::move(parts));
  }

  bool only_whole() const { return scalar_.types.within({BsonType::Int32, BsonType::Int64}); }

  // The number without its fraction, or NULL where it is none, or not of int64. With `exact` also
  // where it has a fraction.
  Sql whole_number(bool exact) const {
    const Sql& v = scalar_.value;
    if (only_whole()) return v;
    const Sql whole = said(dialect_.whole, {v});
    Sql sql = Sql("CASE ") + type_name() + Sql(" WHEN 'integer' THEN ") + v +
              Sql(" WHEN 'real' THEN CASE WHEN ") + v + Sql(" >= -9223372036854775808.0 AND ") + v +
              Sql(" < 9223372036854775808.0");
    if (exact) sql += Sql(" AND ") + whole + Sql(" = ") + v;
    return sql + Sql(" THEN ") + whole + Sql(" END END");
  }

  Expr never_null(Sql sql) const {
    return only_whole() ? comparison(std::move(sql), sources())
                        : with_stack(comparison(Sql("(") + sql + Sql(") IS TRUE")), kCaseStack);
  }

  std::optional<Expr> mod() const {
    if (!holds(Kind::Number)) return constant(false);
    if (!tells_whole()) return std::nullopt;
    if (test_.a == -1 || test_.a == 1) {
      if (test_.b != 0) return constant(false);
      return with_stack(comparison(Sql("(") + whole_number(false) + Sql(") IS NOT NULL")),
                        kCaseStack);
    }
    return never_null(Sql("(") + whole_number(false) + Sql(") % ") + value(Value(test_.a)) +
                      Sql(" = ") + value(Value(test_.b)));
  }

  std::optional<Expr> bits() const {
    if (!holds(Kind::Number)) return constant(false);
    if (!tells_whole()) return std::nullopt;
    std::uint64_t mask = 0;
    bool beyond = false;  // positions past the number, which have its sign
    for (const std::uint32_t position : test_.bits) {
      if (position < 64)
        mask |= std::uint64_t{1} << position;
      else
        beyond = true;
    }
    const Value bound_mask(static_cast<std::int64_t>(mask));
    const Sql number = Sql("(") + whole_number(true) + Sql(")");
    const Sql masked = Sql("(") + number + Sql(" & ") + value(bound_mask) + Sql(")");
    const auto with_sign = [&](Sql low, std::string_view word, std::string_view sign) {
      if (beyond) low = Sql("(") + low + Sql(word) + number + Sql(sign) + Sql(")");
      return never_null(std::move(low));
    };
    switch (test_.op) {
      case TestOp::BitsAllSet:
        return with_sign(masked + Sql(" = ") + value(bound_mask), " AND ", " < 0");
      case TestOp::BitsAllClear:
        return with_sign(masked + Sql(" = 0"), " AND ", " >= 0");
      case TestOp::BitsAnySet:
        return with_sign(masked + Sql(" <> 0"), " OR ", " < 0");
      default:
        return with_sign(masked + Sql(" <> ") + value(bound_mask), " OR ", " >= 0");
    }
  }

  std::optional<Expr> regex() const {
    if (!holds(Kind::Text)) return constant(false);
    const TextPlace place{value_of(Kind::Text), sources(), dialect_, pure_sql_};
    auto found = text_test(test_.operand, place);
    if (!found) return std::nullopt;
    return guarded(Kind::Text, *std::move(found));
  }

  const Test& test_;
  const Scalar& scalar_;
  const Dialect& dialect_;
  bool pure_sql_;
};

// True whatever stands there, nothing included.
bool holds_of_all(TestOp op, BsonType literal) {
  return ((op == TestOp::Gt || op == TestOp::Gte) && literal == BsonType::MinKey) ||
         ((op == TestOp::Lt || op == TestOp::Lte) && literal == BsonType::MaxKey);
}

bool asks_for_null(const Operand& operand) {
  return !operand.date_math && operand.value.is(BsonType::Null);
}

}  // namespace

bool can_test(const Scalar& scalar, const Dialect& dialect) {
  const TypeSet numbers = scalar.types & TypeSet::numbers();
  if (!numbers.empty() && numbers.within({BsonType::Decimal128})) return false;
  TypeSet known;
  std::vector<Form> forms;
  for (const Kind kind : kKinds) {
    known = known | types_of(kind);
    if (!scalar.types.intersects(types_of(kind))) continue;
    const Form form = form_of(kind, scalar);
    if (std::ranges::find(forms, form) != forms.end()) return false;
    forms.push_back(form);
  }
  const bool tells_types = scalar.json || !dialect.type_of.empty();
  return scalar.types.within(known) && (tells_types || forms.size() < 2);
}

std::optional<Expr> test(const Test& test, const Scalar& scalar, const Dialect& dialect,
                         bool pure_sql) {
  return Tester(test, scalar, dialect, pure_sql).run();
}

bool holds_of_missing(const Test& test) {
  switch (test.op) {
    case TestOp::Eq:
      return asks_for_null(test.operand);
    case TestOp::Lt:
    case TestOp::Lte:
    case TestOp::Gt:
    case TestOp::Gte:
      return holds_of_all(test.op, test.operand.value.type()) ||
             (asks_for_null(test.operand) && (test.op == TestOp::Lte || test.op == TestOp::Gte));
    case TestOp::In:
      return std::ranges::any_of(test.list, asks_for_null);
    default:
      return false;
  }
}

bool holds_of_null(const Test& test) {
  if (test.op == TestOp::Exists) return true;
  if (test.op == TestOp::Type) return test.types.contains(BsonType::Null);
  return holds_of_missing(test);
}

std::optional<bool> holds_of_array(const Test& test) {
  const auto is_array = [](const Operand& operand) { return operand.value.is(BsonType::Array); };
  switch (test.op) {
    case TestOp::Eq:
    case TestOp::Lt:
    case TestOp::Lte:
    case TestOp::Gt:
    case TestOp::Gte:
      if (is_array(test.operand)) return std::nullopt;
      return holds_of_all(test.op, test.operand.value.type());
    case TestOp::In:
      if (std::ranges::any_of(test.list, is_array)) return std::nullopt;
      return false;
    case TestOp::Size:
      return std::nullopt;
    case TestOp::Type:
      return test.types.contains(BsonType::Array);
    case TestOp::Exists:
    case TestOp::Container:
      return true;
    default:
      return false;
  }
}

}  // namespace tamis::sqlite
