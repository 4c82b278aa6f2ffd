// A schema from sample documents.
//
// Two steps: a Shape collects what was seen at a place in all documents; a Printer writes it down.
#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>

#include <fmt/format.h>

#include <tamis/schema.h>

#include "grammar/quote.h"

namespace tamis {
namespace {

constexpr int kDeepest = 60;  // levels described; what is nested deeper is left open
constexpr std::size_t kMostProperties = 500;  // with more names than that, they are data
constexpr std::size_t kMostEnumValues = 8;
constexpr std::size_t kFewestForEnum = 50;  // strings that must have been seen
constexpr std::size_t kLongestEnumValue = 64;

struct Shape {
  std::string name;  // of a property
  TypeSet types;
  std::size_t seen = 0;
  std::size_t objects = 0;
  std::vector<Shape> properties;  // in the order met
  std::unordered_map<std::string, std::size_t> by_name;
  bool too_many_names = false;
  std::vector<Shape> items;  // none or one
  std::size_t strings = 0;
  std::set<std::string, std::less<>> texts;
  bool too_many_texts = false;

  void add(const Value& value, int depth);
  void add_object(const Object& object, int depth);
  void add_text(const std::string& text);
  bool is_enum() const;
};

void Shape::add(const Value& value, int depth) {
  ++seen;
  types.insert(value.type());
  if (const auto* text = value.get_if<std::string>()) add_text(*text);
  if (depth == kDeepest) return;
  if (const auto* object = value.get_if<Object>()) add_object(*object, depth);
  if (const auto* array = value.get_if<Array>()) {
    if (items.empty()) items.emplace_back();
    for (const Value& element : *array) items.front().add(element, depth + 1);
  }
}

void Shape::add_object(const Object& object, int depth) {
  ++objects;
  if (too_many_names) return;
  std::set<std::string_view> given;  // of a repeated key the first counts
  for (const Member& member : object) {
    if (!given.insert(member.key).second) continue;
    const auto [found, is_new] = by_name.emplace(member.key, properties.size());
    if (is_new) properties.emplace_back().name = member.key;
    properties[found->second].add(member.value, depth + 1);
  }
  if (properties.size() <= kMostProperties) return;
  too_many_names = true;
  properties.clear();
  by_name.clear();
}

void Shape::add_text(const std::string& text) {
  ++strings;
  if (too_many_texts) return;
  texts.insert(text);
  if (texts.size() <= kMostEnumValues && text.size() <= kLongestEnumValue) return;
  too_many_texts = true;
  texts.clear();
}

bool Shape::is_enum() const {
  return !too_many_texts && strings >= kFewestForEnum &&
         types.within({BsonType::String, BsonType::Null});
}

std::string quoted(std::string_view text) {
  std::string out;
  append_json_string(out, text);
  return out;
}

// As soon as a double or a decimal is among the numbers, any number may be.
std::string type_names(TypeSet types) {
  std::vector<std::string> names;
  if (types.contains(BsonType::Double) ||
      (types.contains(BsonType::Decimal128) &&
       (types & TypeSet::numbers()) != TypeSet{BsonType::Decimal128})) {
    types = types.without(TypeSet::numbers());
    names.emplace_back("\"number\"");
  }
  for (int code = -1; code <= 127; ++code) {
    const auto type = static_cast<BsonType>(code);
    const bool is_type = code == -1 || (code >= 1 && code <= 19) || code == 127;
    if (is_type && types.contains(type)) names.push_back(quoted(type_name(type)));
  }
  if (names.size() == 1) return names.front();
  return fmt::format("[{}]", fmt::join(names, ", "));
}

class Printer {
 public:
  std::string take() && { return std::move(out_); }

  void schema(const Shape& shape) {
    open();
    if (!shape.types.empty()) member("bsonType", type_names(shape.types));
    if (shape.is_enum()) {
      std::vector<std::string> values;
      values.reserve(shape.texts.size() + 1);
      for (const std::string& text : shape.texts) values.push_back(quoted(text));
      if (shape.types.contains(BsonType::Null)) values.emplace_back("null");
      member("enum", fmt::format("[{}]", fmt::join(values, ", ")));
    }
    required(shape);
    properties(shape);
    if (!shape.items.empty() && !shape.items.front().types.empty()) {
      key("items");
      schema(shape.items.front());
    }
    close();
  }

 private:
  void required(const Shape& shape) {
    std::vector<std::string> names;
    for (const Shape& property : shape.properties)
      if (property.seen == shape.objects) names.push_back(quoted(property.name));
    if (!names.empty()) member("required", fmt::format("[{}]", fmt::join(names, ", ")));
  }

  void properties(const Shape& shape) {
    if (shape.properties.empty()) return;
    key("properties");
    open();
    for (const Shape& property : shape.properties) {
      key(property.name);
      schema(property);
    }
    close();
  }

  void open() {
    out_ += '{';
    first_ = true;
    depth_ += 2;
  }
  void close() {
    depth_ -= 2;
    if (!first_) out_ += '\n' + std::string(depth_, ' ');
    out_ += '}';
    first_ = false;
  }
  void key(std::string_view name) {
    if (!first_) out_ += ',';
    out_ += '\n' + std::string(depth_, ' ') + quoted(name) + ": ";
    first_ = false;
  }
  void member(std::string_view name, std::string_view value) {
    key(name);
    out_ += value;
  }

  std::string out_;
  std::size_t depth_ = 0;
  bool first_ = true;
};

}  // namespace

std::string infer_schema(const std::vector<Value>& documents) {
  Shape root;
  root.types.insert(BsonType::Object);
  for (const Value& document : documents)
    if (const auto* object = document.get_if<Object>()) root.add_object(*object, 0);
  Printer printer;
  printer.schema(root);
  return std::move(printer).take() + '\n';
}

}  // namespace tamis
