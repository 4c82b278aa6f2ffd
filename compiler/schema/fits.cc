#include "compiler/schema/fits.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include <tamis/extended_json.h>

#include "compiler/values/regex.h"

namespace tamis {
namespace {

std::string show(const Value& value) {
  return to_extended_json(value, ExtendedJson::Shell);
}

std::int64_t code_points(std::string_view text) {
  return std::count_if(text.begin(), text.end(),
                       [](char c) { return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U; });
}

// Recursion follows the schema, whose depth the parser has bounded.
class Fitter {
 public:
  explicit Fitter(std::string* reason) : reason_(reason) {}

  bool fits(const Value& value, const FieldSchema& field) {
    if (!field.types.contains(value.type()))
      return no(fmt::format("is {}, but the schema says {}", TypeSet{value.type()}.describe(),
                            field.types.describe()));
    if (!fits_enum(value, field)) return false;
    if (value.is_number()) return fits_bounds(value, field);
    if (const auto* text = value.get_if<std::string>()) return fits_text(*text, field);
    if (const auto* array = value.get_if<Array>()) return fits_array(*array, field);
    if (const auto* object = value.get_if<Object>()) return fits_object(value, *object, field);
    return true;
  }

 private:
  bool no(std::string_view what) {
    if (reason_ != nullptr)
      *reason_ = fmt::format("{} {}", path_.empty() ? "the document" : "`" + path_ + "`", what);
    return false;
  }

  bool inside(std::string_view step, const Value& value, const FieldSchema& field) {
    const std::size_t size = path_.size();
    if (size > 0) path_ += '.';
    path_ += step;
    const bool ok = fits(value, field);
    path_.resize(size);
    return ok;
  }

  bool fits_enum(const Value& value, const FieldSchema& field) {
    if (field.enum_values.empty()) return true;
    for (const Value& allowed : field.enum_values)
      if (same_family(allowed, value) && compare(allowed, value) == 0) return true;
    return no(fmt::format("is {}, which `enum` does not list", show(value)));
  }

  bool fits_bounds(const Value& value, const FieldSchema& field) {
    if (field.minimum) {
      const int order = compare_numbers(value, *field.minimum);
      if (order < 0 || (order == 0 && field.exclusive_minimum))
        return no(fmt::format("is {}, below the minimum", show(value)));
    }
    if (field.maximum) {
      const int order = compare_numbers(value, *field.maximum);
      if (order > 0 || (order == 0 && field.exclusive_maximum))
        return no(fmt::format("is {}, above the maximum", show(value)));
    }
    return true;
  }

  bool fits_text(const std::string& text, const FieldSchema& field) {
    const std::int64_t length = code_points(text);
    if (field.min_length && length < *field.min_length)
      return no(fmt::format("has {} characters, fewer than {}", length, *field.min_length));
    if (field.max_length && length > *field.max_length)
      return no(fmt::format("has {} characters, more than {}", length, *field.max_length));
    if (field.pattern_program && !field.pattern_program->search(text))
      return no(fmt::format("is {}, which `pattern` does not find", show(Value(text))));
    return true;
  }

  bool fits_array(const Array& array, const FieldSchema& field) {
    const auto size = static_cast<std::int64_t>(array.size());
    if (field.min_items && size < *field.min_items)
      return no(fmt::format("has {} elements, fewer than {}", size, *field.min_items));
    if (field.max_items && size > *field.max_items)
      return no(fmt::format("has {} elements, more than {}", size, *field.max_items));
    if (field.unique_items) {
      const auto less = [](const Value* a, const Value* b) { return compare(*a, *b) < 0; };
      std::set<const Value*, decltype(less)> seen(less);
      for (const Value& element : array)
        if (!seen.insert(&element).second) return no(fmt::format("holds {} twice", show(element)));
    }
    if (!field.items) return true;
    for (std::size_t i = 0; i < array.size(); ++i)
      if (!inside(std::to_string(i), array[i], *field.items)) return false;
    return true;
  }

  bool fits_object(const Value& value, const Object& object, const FieldSchema& field) {
    for (const std::string& name : field.required)
      if (value.find(name) == nullptr) return no(fmt::format("lacks `{}`", name));
    for (const Member& member : object) {
      const FieldSchema* property = field.property(member.key);
      if (property != nullptr && property->name != member.key) property = nullptr;  // an alias
      if (property == nullptr && !field.additional)
        return no(fmt::format("holds `{}`, which the schema does not know", member.key));
      if (property == nullptr) property = field.others.get();
      if (property != nullptr && !inside(member.key, member.value, *property)) return false;
    }
    return true;
  }

  std::string* reason_;
  std::string path_;
};

}  // namespace

bool fits(const Value& document, const Schema& schema, std::string* reason) {
  return Fitter(reason).fits(document, schema.root());
}

bool fits(const Value& value, const FieldSchema& field) {
  return Fitter(nullptr).fits(value, field);
}

}  // namespace tamis
