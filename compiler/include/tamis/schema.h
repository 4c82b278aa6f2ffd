// Schema: what the documents look like, and where their fields live.
//
//   Source --parse_schema()--> Schema
//
// A JSON Schema in MongoDB's dialect (`bsonType` or `type`), as Compass or a collection validator
// has it, plus one keyword of ours, `x-tamis`.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <tamis/field_path.h>
#include <tamis/limits.h>
#include <tamis/result.h>
#include <tamis/type_set.h>

namespace tamis {

class RegexProgram;  // compiler/values/regex.h

// How a column keeps a value that SQLite has no type for.
enum class DateEncoding : std::uint8_t { EpochMs, EpochS, Iso8601 };
enum class BoolEncoding : std::uint8_t { Integer, Text };
enum class ObjectIdEncoding : std::uint8_t { Text, Blob };

// Where a field lives in SQLite: `x-tamis.sqlite` of a property.
//   column alone            a column of the root table (or of the enclosing child table)
//   column and path         a JSON path inside that column
//   table, key, column      a child table of values; with `where` an entity-attribute-value table
//   table, key, no column   a child table of objects; its columns stand at the item's properties
struct SqliteField {
  std::string column;
  std::string path;  // "$.plan"
  std::string table;
  std::string key;       // the child's column that refers to the root's key
  std::string position;  // column of the element's index, or ""
  // Column of the row that holds the field, or of the root for a child table: 0 missing, 1 null,
  // 2 present; or "".
  std::string presence;
  std::vector<std::pair<std::string, Value>> where;  // further column = value of every row meant
  DateEncoding date = DateEncoding::EpochMs;
  BoolEncoding boolean = BoolEncoding::Integer;
  ObjectIdEncoding object_id = ObjectIdEncoding::Text;
  bool null_is_null = false;      // a NULL column is null; by default it is missing
  bool empty_is_missing = false;  // no rows are a missing field; by default an empty array
  SourceSpan span;
};

// `x-tamis.topics` of a property: an array of subscriptions, by id.
//   id          the member that holds the id when elements are objects ("id" unless the schema
//               says otherwise); "" when they are the ids themselves
//   subscribed  members that an element must also have to count ({"state": "SUBSCRIBED"})
struct TopicList {
  std::vector<std::string> ids;
  std::string id;
  std::vector<std::pair<std::string, Value>> subscribed;
  SourceSpan span;
};

struct FieldSchema {
  std::string name;
  TypeSet types = TypeSet::all();
  bool any_type = true;  // no `bsonType`, `type` or `enum` narrows it
  std::vector<FieldSchema> properties;
  std::map<std::string, std::size_t, std::less<>> by_name;  // into properties; aliases too
  std::shared_ptr<const FieldSchema> items;
  std::vector<std::string> required;          // sorted, no repeats
  bool additional = true;                     // names that `properties` does not list may occur
  std::shared_ptr<const FieldSchema> others;  // what they hold; null: anything
  std::vector<Value> enum_values;
  std::optional<Value> minimum, maximum;
  bool exclusive_minimum = false, exclusive_maximum = false;
  std::optional<std::int64_t> min_length, max_length, min_items, max_items;
  bool unique_items = false;
  std::string pattern;
  std::shared_ptr<const RegexProgram> pattern_program;  // set when `pattern` is not empty
  std::string description;
  bool deprecated = false;
  std::string deprecated_note;

  std::optional<SqliteField> sqlite;
  std::optional<TopicList> topics;
  std::string mongodb_name;  // a dotted path that stands for `name` in MongoDB, or ""
  bool indexed = false;
  double selectivity = -1;  // hint: share of rows that one value selects; -1 unknown
  std::vector<std::string> aliases;

  SourceSpan name_span, type_span, span;

  const FieldSchema* property(std::string_view name) const;
  bool is_required(std::string_view name) const;
};

// The FieldSchemas along a path, in order.
class FieldSteps {
 public:
  void push_back(const FieldSchema* step) {
    if (first_ == nullptr) {
      first_ = step;
      return;
    }
    if (several_.empty()) several_.push_back(first_);
    several_.push_back(step);
  }

  std::size_t size() const { return all().size(); }
  bool empty() const { return first_ == nullptr; }
  const FieldSchema* operator[](std::size_t i) const { return all()[i]; }
  const FieldSchema* front() const { return first_; }
  const FieldSchema* back() const { return all().back(); }
  auto begin() const { return all().begin(); }
  auto end() const { return all().end(); }

 private:
  std::span<const FieldSchema* const> all() const {
    return several_.empty() ? std::span(&first_, empty() ? 0 : 1) : std::span(several_);
  }

  const FieldSchema* first_ = nullptr;       // most paths have no other
  std::vector<const FieldSchema*> several_;  // all of them, where there are two or more
};

// What a schema says of a path, as MongoDB walks it. Without a schema: everything is possible.
// Every answer errs towards "possible": what it rules out, no document that fits can hold.
struct FieldFacts {
  bool known = false;              // the schema describes this path
  bool forbidden = false;          // the schema rules the path out: no such field
  bool aliased = false;            // a component is an alias: see Schema::canonical_path
  bool through_array = false;      // an array may stand before the last component
  bool maybe_missing = true;       // the path may not be there (an empty array on the way, too)
  TypeSet types = TypeSet::all();  // what may stand at the end of the path, arrays themselves too
  TypeSet elements = TypeSet::all();   // what may stand in an array there; empty if no array can
  const FieldSchema* field = nullptr;  // owned by the Schema; of `orders.sku`, the item's `sku`
  // A FieldSchema per component, items entered silently (an index component is the items
  // themselves). Shorter than the path where the schema does not describe all of it:
  // of a forbidden path, steps.size() is the component that cannot be.
  FieldSteps steps;

  bool maybe_null() const { return types.contains(BsonType::Null); }
  bool maybe_array() const { return types.contains(BsonType::Array); }
  // One value at most: no array at the end nor on the way.
  bool single() const { return known && !through_array && !maybe_array(); }
  // What a leaf test may meet: the values themselves and, where they are arrays, the elements.
  TypeSet leaf_types() const { return types | elements; }
};

// The root's `x-tamis.sqlite`.
struct SqliteRoot {
  std::string table;
  std::string key;
  std::string document;          // column of the whole document as JSON text, or ""
  bool valid_documents = false;  // it holds JSON objects and NULL, and no malformed text
  SourceSpan span;
};

// Immutable and cheap to copy; safe to share between threads.
class Schema {
 public:
  const FieldSchema& root() const;
  const Source& source() const;
  const std::optional<SqliteRoot>& sqlite() const;
  const std::string& time_zone() const;  // "UTC" unless the schema names one

  // Facts of a path, seen from the root or from an element of an array of objects (`scope`).
  FieldFacts resolve(const FieldPath& path, const FieldSchema* scope = nullptr) const;
  // The path with properties' own names for aliases; nullopt if it uses none.
  std::optional<FieldPath> canonical_path(const FieldPath& path,
                                          const FieldSchema* scope = nullptr) const;
  // Every dotted path that the schema describes, for suggestions, in text order: properties of
  // items included, aliases not. The first 10,000.
  const std::vector<std::string>& paths() const;
  // The property that carries `topics`, or null; and its path.
  const FieldSchema* topics() const;
  const FieldPath& topics_path() const;

  friend bool operator==(const Schema& a, const Schema& b) { return a.data_ == b.data_; }

  struct Data;
  explicit Schema(std::shared_ptr<const Data> data) : data_(std::move(data)) {}

 private:
  std::shared_ptr<const Data> data_;
};

// Reads a schema; one wrapped as `{"$jsonSchema": {...}}`, as collection validators are, too.
// Codes: E0xx syntax, T1xx mistakes in the schema (unknown keyword, type, or x-tamis key; bounds
// that exclude each other; alias or column used twice ...), all in one run, in text order. What
// the schema says and Tamis does not use is a warning, unless it is a mere annotation.
Result<Schema> parse_schema(const Source& source, const Limits& limits = {});

// A schema that every document given fits: types seen, arrays, nested objects, fields always there
// are required, small sets of strings become an enum. Returns JSON text, indented.
std::string infer_schema(const std::vector<Value>& documents);

}  // namespace tamis
