// Documents of your own type, matched as they are, without conversion.
//
//   struct Order { std::string sku; int qty; };
//   struct Contact { std::string country; std::vector<Order> orders; };
//
//   const predicate::Record<Order> order{
//       {"sku", [](const Order& o) { return predicate::Field(o.sku); }},
//       {"qty", [](const Order& o) { return predicate::Field(o.qty); }}};
//   const predicate::List<std::vector<Order>> orders{[](const Order& o) { return order.of(o); }};
//   const predicate::Record<Contact> contact{
//       {"country", [](const Contact& c) { return predicate::Field(c.country); }},
//       {"orders", [](const Contact& c) { return orders.of(c.orders); }}};
//
//   matcher.matches(contact.of(somebody));
//
// (The descriptions stand at namespace scope, where a lambda needs no capture to name them.)
// Describe other shapes, such as maps, by deriving from ObjectAccessor and ArrayAccessor.
#pragma once

#include <concepts>
#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <tamis/value.h>

namespace tamis::predicate {

class ObjectAccessor;
class ArrayAccessor;

// What a document has at a place: a scalar, a part of your data beside the accessor that reads it,
// or nothing. A view: what it points at must last until matches() returns.
class Field {
 public:
  struct BinaryView {
    std::string_view bytes;
    std::uint8_t subtype = 0;
  };
  struct ObjectView {
    const void* self = nullptr;
    const ObjectAccessor* accessor = nullptr;
  };
  struct ArrayView {
    const void* self = nullptr;
    const ArrayAccessor* accessor = nullptr;
  };
  // std::monostate: missing. A Value here is a scalar.
  using Content = std::variant<std::monostate, Null, bool, std::int32_t, std::int64_t, double,
                               std::string_view, Date, ObjectId, Timestamp, Decimal128, BinaryView,
                               ObjectView, ArrayView, const Value*>;

  Field() = default;                                              // missing
  Field(std::nullptr_t) : content_(Null{}) {}                     // NOLINT: scalars convert
  template <std::same_as<bool> B>                                 // a pointer is no bool
  Field(B b) : content_(b) {}                                     // NOLINT
  Field(std::int32_t i) : content_(i) {}                          // NOLINT
  Field(std::int64_t i) : content_(i) {}                          // NOLINT
  Field(double d) : content_(d) {}                                // NOLINT
  Field(std::string_view s) : content_(s) {}                      // NOLINT
  Field(const char* s) : content_(std::string_view(s)) {}         // NOLINT
  Field(const std::string& s) : content_(std::string_view(s)) {}  // NOLINT
  Field(std::string&&) = delete;                                  // would not last
  Field(Date d) : content_(d) {}                                  // NOLINT
  Field(ObjectId id) : content_(id) {}                            // NOLINT
  Field(Timestamp t) : content_(t) {}                             // NOLINT
  Field(Decimal128 d) : content_(d) {}                            // NOLINT
  Field(BinaryView b) : content_(b) {}                            // NOLINT
  Field(ObjectView o) : content_(o) {}                            // NOLINT
  Field(ArrayView a) : content_(a) {}                             // NOLINT

  // Of any type, containers with all that is in them.
  static Field of(const Value& value);

  bool missing() const { return content_.index() == 0; }
  const Content& content() const { return content_; }

 private:
  explicit Field(const Value* value) : content_(value) {}

  Content content_;
};

// How to read objects of one type. Stateless: `self` is the object, as ObjectView brought it.
class ObjectAccessor {
 public:
  virtual ~ObjectAccessor() = default;

  // Sets the member at `position` and moves on to the next; false at the end. Positions start at 0
  // and otherwise mean what this accessor wants. Members come in a fixed order, without repeats.
  virtual bool next(const void* self, std::size_t& position, std::string_view& name,
                    Field& value) const = 0;
  // The member of that name, or missing. Worth overriding: by default it searches with next().
  virtual Field member(const void* self, std::string_view name) const;
};

class ArrayAccessor {
 public:
  virtual ~ArrayAccessor() = default;
  virtual std::size_t size(const void* self) const = 0;
  virtual Field element(const void* self, std::size_t index) const = 0;
};

// A struct by a table of its fields. A field whose reader returns Field() is not there.
template <class T>
class Record final : public ObjectAccessor {
 public:
  struct Entry {
    std::string_view name;
    Field (*read)(const T&) = nullptr;
  };

  Record(std::initializer_list<Entry> entries) : entries_(entries) {}

  Field of(const T& object) const { return Field::ObjectView{&object, this}; }

  bool next(const void* self, std::size_t& position, std::string_view& name,
            Field& value) const override {
    while (position < entries_.size()) {
      const Entry& entry = entries_[position++];
      name = entry.name;
      value = entry.read(*static_cast<const T*>(self));
      if (!value.missing()) return true;
    }
    return false;
  }

  Field member(const void* self, std::string_view name) const override {
    for (const Entry& entry : entries_)
      if (entry.name == name) return entry.read(*static_cast<const T*>(self));
    return {};
  }

 private:
  std::vector<Entry> entries_;
};

// A vector, or whatever else has size() and [].
template <class Container>
class List final : public ArrayAccessor {
 public:
  using Element = typename Container::value_type;

  explicit List(Field (*read)(const Element&)) : read_(read) {}

  Field of(const Container& container) const { return Field::ArrayView{&container, this}; }

  std::size_t size(const void* self) const override {
    return static_cast<const Container*>(self)->size();
  }
  Field element(const void* self, std::size_t index) const override {
    return read_((*static_cast<const Container*>(self))[index]);
  }

 private:
  Field (*read_)(const Element&);
};

}  // namespace tamis::predicate
