// A document that is a nlohmann::ordered_json, or a plain json (whose members are sorted by name).
#pragma once

#include <limits>
#include <nlohmann/json.hpp>

#include "backends/predicate/forms/form.h"
#include "backends/predicate/forms/json_wrappers.h"
#include "compiler/values/same_bytes.h"

namespace tamis::predicate {

template <class Json>
class JsonForm {
 public:
  using Node = const Json*;
  using JsonArray = typename Json::array_t;
  using JsonObject = typename Json::object_t;

  class Elements {
   public:
    explicit Elements(const JsonArray& array) : next_(array.data()), end_(next_ + array.size()) {}
    bool next(Node& out) {
      if (next_ == end_) return false;
      out = next_++;
      return true;
    }

   private:
    const Json* next_;
    const Json* end_;
  };

  class Members {
   public:
    explicit Members(const JsonObject& object) : next_(object.begin()), end_(object.end()) {}
    bool next(std::string_view& name, Node& out) {
      if (next_ == end_) return false;
      name = next_->first;
      out = &next_->second;
      ++next_;
      return true;
    }

   private:
    typename JsonObject::const_iterator next_;
    typename JsonObject::const_iterator end_;
  };

  explicit JsonForm(std::string& scratch) : scratch_(scratch) {}

  Datum root_datum(Node node) const { return plain(node); }
  Datum datum(Node node) const {
    return node->is_object() ? datum_of_object(*this, node, scratch_) : plain(node);
  }
  BsonType type(Node node) const { return datum(node).type; }

  bool member(Node node, std::string_view name, Node& out) const {
    for (const auto& [key, value] : object(node))
      if (same_text(key, name)) {
        out = &value;
        return true;
      }
    return false;
  }

  bool element(Node node, std::size_t index, Node& out) const {
    const JsonArray& array = *node->template get_ptr<const JsonArray*>();
    if (index >= array.size()) return false;
    out = &array[index];
    return true;
  }

  Elements elements(Node node) const {
    return Elements(*node->template get_ptr<const JsonArray*>());
  }
  Members members(Node node) const { return Members(object(node)); }
  bool has_inside(Node node) const { return node->is_structured(); }
  // For those who will look at most of it: fetches what is so many steps away, once all that is
  // fewer steps away is there. One step leads to the head of an object, array or text, one to what
  // is in it, the next to the heads of that.
  void fetch(Node node, unsigned steps) const {
    if (steps == 1) return fetch_head(*node);
    if (node->is_array())
      fetch_inside(*node->template get_ptr<const JsonArray*>(), steps);
    else if (node->is_object())
      fetch_inside(object(node), steps);
    else if (steps == 2 && node->is_string())
      __builtin_prefetch(node->template get_ptr<const typename Json::string_t*>()->data());
  }
  Node scope(Node node) const { return scope_of_object(*this, node, scratch_); }

  // Wrappers as the objects that they are.
  Datum plain(Node node) const {
    const Json& json = *node;
    switch (json.type()) {
      case Json::value_t::object:
        return make_datum(BsonType::Object);
      case Json::value_t::array:
        return make_datum(BsonType::Array);
      case Json::value_t::string:
        return make_text(BsonType::String,
                         *json.template get_ptr<const typename Json::string_t*>());
      case Json::value_t::boolean:
        return make_integer(BsonType::Bool,
                            *json.template get_ptr<const typename Json::boolean_t*>() ? 1 : 0);
      case Json::value_t::number_integer:
        return make_whole(*json.template get_ptr<const typename Json::number_integer_t*>());
      case Json::value_t::number_unsigned:
        return unsigned_number(*json.template get_ptr<const typename Json::number_unsigned_t*>());
      case Json::value_t::number_float:
        return make_double(*json.template get_ptr<const typename Json::number_float_t*>());
      case Json::value_t::binary:
        return binary(*json.template get_ptr<const typename Json::binary_t*>());
      case Json::value_t::null:
      case Json::value_t::discarded:
        break;
    }
    return make_datum(BsonType::Null);
  }

 private:
  static void fetch_head(const Json& json) {
    switch (json.type()) {
      case Json::value_t::object:
        return __builtin_prefetch(json.template get_ptr<const JsonObject*>());
      case Json::value_t::array:
        return __builtin_prefetch(json.template get_ptr<const JsonArray*>());
      case Json::value_t::string:
        return __builtin_prefetch(json.template get_ptr<const typename Json::string_t*>());
      default:
        return;
    }
  }
  static Node value_of(const Json& element) { return &element; }
  static Node value_of(const typename JsonObject::value_type& member) { return &member.second; }
  template <class Parts>
  void fetch_inside(const Parts& parts, unsigned steps) const {
    std::size_t left = 32;
    for (const auto& part : parts) {
      if (left-- == 0) return;
      if (steps == 2)
        __builtin_prefetch(&part);
      else
        fetch(value_of(part), steps - 2);
    }
  }
  static const JsonObject& object(Node node) {
    return *node->template get_ptr<const JsonObject*>();
  }

  static Datum unsigned_number(std::uint64_t number) {
    if (number > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))
      return make_double(static_cast<double>(number));
    return make_whole(static_cast<std::int64_t>(number));
  }

  static Datum binary(const typename Json::binary_t& bytes) {
    return make_binary({reinterpret_cast<const char*>(bytes.data()), bytes.size()},
                       static_cast<std::uint8_t>(bytes.has_subtype() ? bytes.subtype() : 0));
  }

  std::string& scratch_;
};

}  // namespace tamis::predicate
