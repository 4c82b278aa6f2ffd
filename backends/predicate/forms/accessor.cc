#include <tamis/accessor.h>

#include "backends/predicate/forms/accessor_form.h"

namespace tamis::predicate {
namespace {

struct Viewer {
  Datum operator()(std::monostate) const { return {}; }
  Datum operator()(Null) const { return make_datum(BsonType::Null); }
  Datum operator()(bool b) const { return make_integer(BsonType::Bool, b ? 1 : 0); }
  Datum operator()(std::int32_t i) const { return make_integer(BsonType::Int32, i); }
  Datum operator()(std::int64_t i) const { return make_integer(BsonType::Int64, i); }
  Datum operator()(double d) const { return make_double(d); }
  Datum operator()(std::string_view s) const { return make_text(BsonType::String, s); }
  Datum operator()(Date d) const { return make_integer(BsonType::Date, d.ms); }
  Datum operator()(const ObjectId& id) const { return make_object_id(id); }
  Datum operator()(Timestamp t) const { return make_timestamp(t.t, t.i); }
  Datum operator()(const Decimal128& d) const { return make_decimal(d); }
  Datum operator()(Field::BinaryView b) const { return make_binary(b.bytes, b.subtype); }
  Datum operator()(Field::ObjectView) const { return make_datum(BsonType::Object); }
  Datum operator()(Field::ArrayView) const { return make_datum(BsonType::Array); }
  Datum operator()(const Value* value) const { return datum_of(*value); }
};

class ValueObjects final : public ObjectAccessor {
 public:
  bool next(const void* self, std::size_t& position, std::string_view& name,
            Field& value) const override {
    const Object& object = *static_cast<const Object*>(self);
    if (position == object.size()) return false;
    const Member& member = object[position++];
    name = member.key;
    value = Field::of(member.value);
    return true;
  }
};

class ValueArrays final : public ArrayAccessor {
 public:
  std::size_t size(const void* self) const override {
    return static_cast<const Array*>(self)->size();
  }
  Field element(const void* self, std::size_t index) const override {
    return Field::of((*static_cast<const Array*>(self))[index]);
  }
};

const ObjectAccessor& value_objects() {
  static const ValueObjects accessor;
  return accessor;
}

const ArrayAccessor& value_arrays() {
  static const ValueArrays accessor;
  return accessor;
}

}  // namespace

Datum datum_of(const Field& field) {
  return std::visit(Viewer{}, field.content());
}

Field Field::of(const Value& value) {
  if (const auto* object = value.get_if<Object>()) return ObjectView{object, &value_objects()};
  if (const auto* array = value.get_if<Array>()) return ArrayView{array, &value_arrays()};
  return Field(&value);
}

Field AccessorForm::scope(const Node& node) {
  const Value* code = std::get<const Value*>(node.content());
  return Field::ObjectView{&code->as<JavaScriptWithScope>().scope, &value_objects()};
}

Field ObjectAccessor::member(const void* self, std::string_view name) const {
  std::size_t position = 0;
  std::string_view key;
  Field value;
  while (next(self, position, key, value))
    if (key == name) return value;
  return {};
}

}  // namespace tamis::predicate
