#include <algorithm>
#include <limits>

#include <tamis/extended_json.h>

#include "compiler/operators.h"
#include "compiler/print/print.h"
#include "compiler/values/date_math.h"

namespace tamis {
namespace {

using Names = std::vector<std::string_view>;

bool is_elem_match(const MatchNode& node) {
  return node.op == MatchOp::ElemMatchObject || node.op == MatchOp::ElemMatchValue;
}

// Several `$elemMatch` of one field, as only `$all` can say it.
bool is_all_of_elem_match(const MatchNode& node) {
  return node.op == MatchOp::And && node.children.size() > 1 &&
         std::all_of(node.children.begin(), node.children.end(), is_elem_match);
}

// The operators under which a node stands in one field's object; false if it cannot: other
// fields' tests, `$or`, or one operator twice. `path` is the field's, null until the first leaf.
bool collect_operators(const MatchNode& node, Names& names, const FieldPath*& path) {
  const auto add = [&](std::string_view name) {
    if (std::find(names.begin(), names.end(), name) != names.end()) return false;
    names.push_back(name);
    return true;
  };
  if (node.is_leaf()) {
    if (path != nullptr && !(*path == node.path)) return false;
    path = &node.path;
    return add(operator_name(node.op));
  }
  if (node.children.empty()) return false;
  if (node.op == MatchOp::Not) {
    Names inner;
    return collect_operators(node.children.front(), inner, path) && add("$not");
  }
  if (node.op != MatchOp::And) return false;
  if (is_all_of_elem_match(node)) {
    for (const MatchNode& child : node.children) {
      if (path != nullptr && !(*path == child.path)) return false;
      path = &child.path;
    }
    return add("$all");
  }
  return std::all_of(node.children.begin(), node.children.end(),
                     [&](const MatchNode& child) { return collect_operators(child, names, path); });
}

// An implicit equality reads back as one: no regex, no object that looks like operators.
bool is_plain_equality(const MatchNode& node) {
  if (node.op != MatchOp::Eq || node.operand.value.is(BsonType::Regex)) return false;
  const auto* object = node.operand.value.get_if<Object>();
  return object == nullptr || object->empty() || !object->front().key.starts_with("$");
}

// A long that relaxed Extended JSON would write as an int.
bool is_small_long(const Value& value) {
  const auto* number = value.get_if<std::int64_t>();
  return number != nullptr && *number >= std::numeric_limits<std::int32_t>::min() &&
         *number <= std::numeric_limits<std::int32_t>::max();
}

// A blank behind each `:` and `,` outside strings.
std::string spaced(const std::string& json) {
  if (!json.starts_with("{")) return json;
  std::string result;
  bool in_string = false;
  for (std::size_t i = 0; i < json.size(); ++i) {
    result += json[i];
    if (in_string && json[i] == '\\') {
      result += json[++i];
    } else if (json[i] == '"') {
      in_string = !in_string;
    } else if (!in_string && (json[i] == ':' || json[i] == ',')) {
      result += ' ';
    }
  }
  return result;
}

// What will stand under one key of a condition object.
struct Part {
  std::string_view key;
  std::vector<const MatchNode*> nodes;  // several: operators of one field
  Names names;
};

// The test whose path is that of all operators of one field.
const MatchNode& first_leaf(const MatchNode& node) {
  return node.is_leaf() ? node : first_leaf(node.children.front());
}

// A group of one is its member.
const MatchNode& unwrapped(const MatchNode& node) {
  const bool group = node.op == MatchOp::And && node.children.size() == 1;
  return group ? unwrapped(node.children.front()) : node;
}

// The children of an And as members of one object, or none if two would share a key.
std::optional<std::vector<Part>> parts_of(const MatchNode& node) {
  std::vector<Part> parts;
  for (const MatchNode& member : node.children) {
    const MatchNode& child = unwrapped(member);
    Names names;
    const FieldPath* path = nullptr;
    const bool of_field = collect_operators(child, names, path);
    if (!of_field) names.clear();
    const std::string_view key = of_field                   ? std::string_view(path->text())
                                 : child.op == MatchOp::Not ? "$nor"
                                 : child.op == MatchOp::And ? "$and"
                                                            : operator_name(child.op);
    const auto same =
        std::find_if(parts.begin(), parts.end(), [&](const Part& part) { return part.key == key; });
    if (same == parts.end()) {
      if (parts.size() == 64) return std::nullopt;  // keeps the search for a twin short
      parts.push_back({key, {&child}, std::move(names)});
      continue;
    }
    for (const std::string_view name : names)
      if (std::find(same->names.begin(), same->names.end(), name) != same->names.end())
        return std::nullopt;
    if (!of_field) return std::nullopt;
    same->nodes.push_back(&child);
    same->names.insert(same->names.end(), names.begin(), names.end());
  }
  return parts;
}

class Writer {
 public:
  PrintedText printed;

  void value(const Value& value) {
    if (const auto* array = value.get_if<Array>()) {
      list(*array, [&](const Value& element) { this->value(element); });
    } else if (const auto* object = value.get_if<Object>()) {
      braces([&] {
        separated(*object, [&](const Member& member) {
          key(member.key);
          this->value(member.value);
        });
      });
    } else {
      printed += spaced(to_extended_json(
          value, is_small_long(value) ? ExtendedJson::Canonical : ExtendedJson::Relaxed));
    }
  }

  void condition(const MatchNode& node) {
    printed.mark(node.span.begin);
    if (node.op != MatchOp::And) {
      MatchNode alone;
      alone.span = node.span;
      alone.children.push_back(node);
      condition(alone);
      return;
    }
    const auto parts = parts_of(node);
    braces([&] {
      if (parts) {
        separated(*parts, [&](const Part& member) { part(member); });
        return;
      }
      key("$and");
      list(node.children, [&](const MatchNode& child) { condition(child); });
    });
  }

 private:
  template <class List, class Each>
  void separated(const List& items, Each each) {
    bool first = true;
    for (const auto& item : items) {
      if (!first) printed += ", ";
      first = false;
      each(item);
    }
  }
  template <class List, class Each>
  void list(const List& items, Each each) {
    printed += "[";
    separated(items, each);
    printed += "]";
  }
  template <class Inside>
  void braces(Inside inside) {
    printed += "{";
    inside();
    printed += "}";
  }
  void key(std::string_view name) {
    printed += to_extended_json(Value(name), ExtendedJson::Relaxed);
    printed += ": ";
  }
  void string(std::string_view value) {
    printed += to_extended_json(Value(value), ExtendedJson::Relaxed);
  }

  void part(const Part& part) {
    const MatchNode& node = *part.nodes.front();
    printed.mark(part.names.empty() ? node.op_span.begin : first_leaf(node).path_span.begin);
    key(part.key);
    if (!part.names.empty()) {
      if (part.nodes.size() == 1 && is_plain_equality(node)) {
        operand(node.operand);
        return;
      }
      braces([&] { separated(part.nodes, [&](const MatchNode* member) { operators(*member); }); });
      return;
    }
    switch (node.op) {
      case MatchOp::AlwaysTrue:
      case MatchOp::AlwaysFalse:
        printed += "1";
        break;
      case MatchOp::Comment:
      case MatchOp::JsonSchema:
        operand(node.operand);
        break;
      default:
        if (node.children.empty())
          printed += "[{}]";
        else
          list(node.children, [&](const MatchNode& child) { condition(child); });
    }
  }

  // The operators of a field without the braces.
  void operators(const MatchNode& node) {
    if (node.op == MatchOp::And && !is_all_of_elem_match(node)) {
      separated(node.children, [&](const MatchNode& child) { operators(child); });
      return;
    }
    printed.mark(node.op_span.begin);
    key(node.op == MatchOp::And ? "$all" : operator_name(node.op));
    switch (node.op) {
      case MatchOp::And:
        list(node.children, [&](const MatchNode& child) { braces([&] { operators(child); }); });
        break;
      case MatchOp::Not:
      case MatchOp::ElemMatchValue:
        braces([&] { operators(node.children.front()); });
        break;
      case MatchOp::ElemMatchObject:
        condition(node.children.front());
        break;
      case MatchOp::In:
      case MatchOp::Nin:
      case MatchOp::All:
        list(node.list, [&](const Operand& member) { operand(member); });
        break;
      case MatchOp::Exists:
        printed += node.flag ? "true" : "false";
        break;
      case MatchOp::Regex:
        regex(node.operand.value.as<Regex>());
        break;
      default:
        operand(node.operand);
    }
  }

  void regex(const Regex& regex) {
    string(regex.pattern);
    if (regex.options.empty()) return;
    printed += ", ";
    key("$options");
    string(regex.options);
  }

  void operand(const Operand& operand) {
    printed.mark(operand.span.begin);
    if (operand.date_math)
      string(operand.date_math->text());
    else
      value(operand.value);
  }
};

}  // namespace

PrintedText& PrintedText::operator+=(std::string_view more) {
  text += more;
  return *this;
}

PrintedText& PrintedText::operator+=(const PrintedText& more) {
  const auto shift = static_cast<std::uint32_t>(text.size());
  for (const Origin& origin : more.origins)
    origins.push_back({origin.printed + shift, origin.source});
  text += more.text;
  return *this;
}

std::string canonical_value(const Value& value) {
  Writer writer;
  writer.value(value);
  return std::move(writer.printed.text);
}

PrintedText canonical_text(const CheckedExpression& checked) {
  Writer writer;
  writer.condition(checked.expression.root);
  return std::move(writer.printed);
}

}  // namespace tamis
