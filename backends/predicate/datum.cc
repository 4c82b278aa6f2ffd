#include "backends/predicate/datum.h"

#include <cmath>
#include <cstring>

#include "compiler/values/numbers.h"

namespace tamis::predicate {
namespace {

int compare_text(std::string_view a, std::string_view b) {
  return a.compare(b);
}

int compare_binary(const Datum& a, const Datum& b) {
  if (a.text.size() != b.text.size()) return three_way(a.text.size(), b.text.size());
  if (a.subtype != b.subtype) return three_way(a.subtype, b.subtype);
  return compare_text(a.text, b.text);
}

int compare_object_ids(const ObjectId& a, const ObjectId& b) {
  return std::memcmp(a.bytes.data(), b.bytes.data(), a.bytes.size());
}

int compare_db_pointers(const Datum& a, const Datum& b) {
  if (a.second.size() != b.second.size()) return three_way(a.second.size(), b.second.size());
  const int order = compare_text(a.second, b.second);
  return order != 0 ? order : compare_object_ids(a.object_id, b.object_id);
}

// Calls f with a number as int64, double or Decimal128.
template <class F>
int visit_number(const Datum& datum, F&& f) {
  if (datum.type == BsonType::Double) return f(datum.number);
  if (datum.type == BsonType::Decimal128) return f(datum.decimal);
  return f(datum.integer);
}

int compare_numbers(const Datum& a, const Datum& b) {
  return visit_number(a, [&](const auto& x) {
    return visit_number(b, [&](const auto& y) { return values::compare_number(x, y); });
  });
}

struct ValueViewer {
  Datum operator()(const Null&) const { return make_datum(BsonType::Null); }
  Datum operator()(const Undefined&) const { return make_datum(BsonType::Undefined); }
  Datum operator()(const MinKey&) const { return make_datum(BsonType::MinKey); }
  Datum operator()(const MaxKey&) const { return make_datum(BsonType::MaxKey); }
  Datum operator()(const Array&) const { return make_datum(BsonType::Array); }
  Datum operator()(const Object&) const { return make_datum(BsonType::Object); }
  Datum operator()(bool b) const { return make_integer(BsonType::Bool, b ? 1 : 0); }
  Datum operator()(std::int32_t i) const { return make_integer(BsonType::Int32, i); }
  Datum operator()(std::int64_t i) const { return make_integer(BsonType::Int64, i); }
  Datum operator()(double d) const { return make_double(d); }
  Datum operator()(const std::string& s) const { return make_text(BsonType::String, s); }
  Datum operator()(const Decimal128& d) const { return make_decimal(d); }
  Datum operator()(const Date& d) const { return make_integer(BsonType::Date, d.ms); }
  Datum operator()(const Timestamp& t) const { return make_timestamp(t.t, t.i); }
  Datum operator()(const ObjectId& id) const { return make_object_id(id); }
  Datum operator()(const Binary& b) const { return make_binary(b.bytes, b.subtype); }
  Datum operator()(const Regex& r) const { return make_regex(r.pattern, r.options); }
  Datum operator()(const Symbol& s) const { return make_text(BsonType::Symbol, s.text); }
  Datum operator()(const DbPointer& p) const { return make_db_pointer(p.collection, p.id); }
  Datum operator()(const JavaScript& c) const { return make_text(BsonType::JavaScript, c.code); }
  Datum operator()(const std::shared_ptr<const JavaScriptWithScope>& c) const {
    return make_text(BsonType::JavaScriptWithScope, c->code);
  }
};

}  // namespace

Datum datum_of(const Value& value) {
  return value.visit(ValueViewer{});
}

bool is_nan(const Datum& datum) {
  if (datum.type == BsonType::Double) return std::isnan(datum.number);
  return datum.type == BsonType::Decimal128 && values::is_nan(datum.decimal);
}

std::optional<std::int64_t> whole_number(const Datum& datum) {
  switch (datum.type) {
    case BsonType::Int32:
    case BsonType::Int64:
      return datum.integer;
    case BsonType::Double:
      return values::to_int64_exact(datum.number);
    case BsonType::Decimal128:
      return values::to_int64_exact(datum.decimal);
    default:
      return std::nullopt;
  }
}

int compare_scalars(const Datum& a, const Datum& b) {
  switch (a.type) {
    case BsonType::Int32:
    case BsonType::Int64:
    case BsonType::Double:
    case BsonType::Decimal128:
      return compare_numbers(a, b);
    case BsonType::String:
    case BsonType::Symbol:
    case BsonType::JavaScript:
    case BsonType::JavaScriptWithScope:
      return compare_text(a.text, b.text);
    case BsonType::Bool:
    case BsonType::Date:
      return three_way(a.integer, b.integer);
    case BsonType::Timestamp:
      return three_way(a.timestamp, b.timestamp);
    case BsonType::Binary:
      return compare_binary(a, b);
    case BsonType::ObjectId:
      return compare_object_ids(a.object_id, b.object_id);
    case BsonType::Regex: {
      const int order = compare_text(a.text, b.text);
      return order != 0 ? order : compare_text(a.second, b.second);
    }
    case BsonType::DbPointer:
      return compare_db_pointers(a, b);
    default:
      return 0;
  }
}

}  // namespace tamis::predicate
