#include "backends/predicate/set/atom_key.h"

#include <cstring>

#include <tamis/extended_json.h>

#include "compiler/values/date_math.h"

namespace tamis::predicate::set {

// Every part is told apart from the next by its length.
void AtomKeyWriter::number(std::uint64_t n) {
  for (; n >= 0x80; n >>= 7U) key_ += static_cast<char>(0x80U | (n & 0x7fU));
  key_ += static_cast<char>(n);
}

void AtomKeyWriter::path(const FieldPath& path, Traverse traverse) {
  number(static_cast<std::uint64_t>(traverse));
  text(path.text());
}

void AtomKeyWriter::node(const PlanNode& node) {
  number(static_cast<std::uint64_t>(node.op));
  if (node.op == PlanOp::Any) path(node.path, node.traverse);
  if (node.test) test(*node.test);
  number(node.children.size());
  for (const PlanNode& child : node.children) this->node(child);
}

void AtomKeyWriter::text(const std::string& text) {
  number(text.size());
  key_ += text;
}

template <class Number>
void AtomKeyWriter::bytes(Number number) {
  char bytes[sizeof number];
  std::memcpy(bytes, &number, sizeof number);
  key_.append(bytes, sizeof number);
}

void AtomKeyWriter::test(const Test& test) {
  number(static_cast<std::uint64_t>(test.op));
  switch (test.op) {
    case TestOp::Eq:
    case TestOp::Lt:
    case TestOp::Lte:
    case TestOp::Gt:
    case TestOp::Gte:
    case TestOp::Regex:
    case TestOp::Schema:
      return operand(test.operand);
    case TestOp::In:
      number(test.list.size());
      for (const Operand& each : test.list) operand(each);
      return;
    case TestOp::Type:
      return number(test.types.bits());
    case TestOp::Mod:
      number(static_cast<std::uint64_t>(test.b));
      [[fallthrough]];
    case TestOp::Size:
      return number(static_cast<std::uint64_t>(test.a));
    case TestOp::BitsAllSet:
    case TestOp::BitsAllClear:
    case TestOp::BitsAnySet:
    case TestOp::BitsAnyClear:
      number(test.bits.size());
      for (const std::uint32_t position : test.bits) number(position);
      return;
    case TestOp::Exists:
    case TestOp::Container:
      return;
  }
}

void AtomKeyWriter::operand(const Operand& operand) {
  number((operand.regex ? 1U : 0U) | (operand.date_math ? 2U : 0U));
  value(operand.value);
  if (operand.date_math) text(zone_);
}

// By parts: as text, an object may look like the wrapper of a scalar.
void AtomKeyWriter::value(const Value& value) {
  number(static_cast<std::uint8_t>(value.type()));
  if (const auto* string = value.get_if<std::string>()) return text(*string);
  if (const auto* whole = value.get_if<std::int32_t>()) return bytes(*whole);
  if (const auto* whole = value.get_if<std::int64_t>()) return bytes(*whole);
  if (const auto* real = value.get_if<double>()) return bytes(*real);
  if (const auto* array = value.get_if<Array>()) {
    number(array->size());
    for (const Value& element : *array) this->value(element);
  } else if (const auto* object = value.get_if<Object>()) {
    members(*object);
  } else if (value.is(BsonType::JavaScriptWithScope)) {
    text(value.as<JavaScriptWithScope>().code);
    members(value.as<JavaScriptWithScope>().scope);
  } else {
    text(to_extended_json(value, ExtendedJson::Canonical));
  }
}

void AtomKeyWriter::members(const Object& object) {
  number(object.size());
  for (const Member& member : object) {
    text(member.key);
    value(member.value);
  }
}

}  // namespace tamis::predicate::set
