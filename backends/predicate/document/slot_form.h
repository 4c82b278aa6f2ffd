// A document that is a Document.
#pragma once

#include "backends/predicate/code.h"
#include "backends/predicate/document/slot.h"
#include "backends/predicate/forms/form.h"

namespace tamis::predicate {

class SlotForm {
 public:
  using Node = const Slot*;

  class Elements {
   public:
    explicit Elements(Node array) : next_(array->rest()), end_(next_ + array->count) {}
    bool next(Node& out) {
      if (next_ == end_) return false;
      out = next_++;
      return true;
    }

   private:
    Node next_;
    Node end_;
  };

  class Members {
   public:
    Members(const FieldNames::Data& names, Node object)
        : names_(&names), object_(object), values_(object->member_values()) {}
    bool next(std::string_view& name, Node& out) {
      if (index_ == object_->count) return false;
      name = name_of(*names_, object_, index_);
      out = values_ + index_++;
      return true;
    }

   private:
    const FieldNames::Data* names_;
    Node object_;
    Node values_;
    std::uint32_t index_ = 0;
  };

  explicit SlotForm(const FieldNames::Data& names) : names_(names) {}

  Datum root_datum(Node node) const { return datum(node); }
  Datum datum(Node node) const;
  BsonType type(Node node) const { return node->type; }

  bool member(Node node, std::string_view name, Node& out) const {
    Members members = this->members(node);
    std::string_view each;
    while (members.next(each, out))
      if (each == name) return true;
    return false;
  }
  bool element(Node node, std::size_t index, Node& out) const {
    out = node->rest() + index;
    return index < node->count;
  }
  Elements elements(Node node) const { return Elements(node); }
  Members members(Node node) const { return {names_, node}; }
  Node scope(Node node) const { return node->rest() + 1; }

 protected:
  const FieldNames::Data& names() const { return names_; }

 private:
  static std::string_view name_of(const FieldNames::Data& names, Node object, std::uint32_t index) {
    const NameId id = object->name_ids(names)[index];
    return id == kSpelled ? object->spelled_names()[index].text()
                          : std::string_view(names.names[id]);
  }

  const FieldNames::Data& names_;
};

// Asked by code whose names have been looked up.
class NumberedSlotForm : public SlotForm {
 public:
  // `ids` are those of the code's keys.
  NumberedSlotForm(const FieldNames::Data& names, const Code& code, const NameId* ids)
      : SlotForm(names), keys_(code.keys.data()), ids_(ids) {}

  using SlotForm::member;
  bool member(Node node, const Key& key, Node& out) const {
    const NameId id = ids_[&key - keys_];
    if (id == kSpelled) return node->has_spelled_names() && member(node, key.name, out);
    out = node->member(id, names());
    return out != nullptr;
  }

 private:
  const Key* keys_;
  const NameId* ids_;
};

inline Datum SlotForm::datum(Node node) const {
  switch (node->type) {
    case BsonType::Bool:
    case BsonType::Int32:
    case BsonType::Int64:
    case BsonType::Date:
      return make_integer(node->type, node->integer);
    case BsonType::Double:
      return make_double(node->number);
    case BsonType::String:
    case BsonType::Symbol:
    case BsonType::JavaScript:
      return make_text(node->type, node->text());
    case BsonType::JavaScriptWithScope:
      return make_text(node->type, node->rest()->text());
    case BsonType::Binary:
      return make_binary({node->rest_bytes(), node->count}, node->detail);
    case BsonType::ObjectId: {
      ObjectId id;
      std::memcpy(id.bytes.data(), node->inline_bytes(), id.bytes.size());
      return make_object_id(id);
    }
    case BsonType::Timestamp: {
      Datum datum = make_datum(node->type);
      datum.timestamp = node->timestamp;
      return datum;
    }
    case BsonType::Decimal128: {
      Decimal128 decimal;
      std::memcpy(&decimal, node->rest_bytes(), sizeof decimal);
      return make_decimal(decimal);
    }
    case BsonType::Regex:
      return make_regex(node->rest()[0].text(), node->rest()[1].text());
    case BsonType::DbPointer:
      return make_db_pointer(node->rest()[0].text(), datum(node->rest() + 1).object_id);
    default:
      return make_datum(node->type);
  }
}

static_assert(DocumentForm<SlotForm> && DocumentForm<NumberedSlotForm>);

}  // namespace tamis::predicate
