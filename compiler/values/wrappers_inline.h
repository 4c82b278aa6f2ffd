// The parts of wrappers.h that depend on the DOM. Included by wrappers.h alone.
#pragma once

#include "compiler/values/wrappers.h"

namespace tamis::values {

// A key that may open a wrapper; with a partner, only beside that other key.
struct LeadingKey {
  std::string_view key;
  Wrapper wrapper = Wrapper::None;
  std::string_view partner;
};

// Null for a key that opens none.
const LeadingKey* find_leading_key(std::string_view key);

// The content of a wrapper that is one text, such as $oid. False, with a detail, when the text says
// no such value.
bool read_text_content(Wrapper wrapper, std::string_view text, ScalarView& value,
                       std::string& scratch, std::string_view& detail);

// One or two hexadecimal digits.
std::optional<std::uint8_t> parse_subtype(std::string_view text);

// The letters in alphabetical order, in `scratch` when they were not.
std::string_view sorted_options(std::string_view options, std::string& scratch);

template <JsonView J>
Wrapper wrapper_of(const J& object) {
  const LeadingKey* leading = nullptr;
  bool first = true;
  bool has_partner = false;
  bool all_text = true;
  int members = 0;
  object.each_member([&](std::string_view key, const J& value) {
    if (first) leading = find_leading_key(key);
    first = false;
    if (leading == nullptr || leading->partner.empty()) return false;
    ++members;
    has_partner = has_partner || key == leading->partner;
    all_text = all_text && value.kind() == JsonKind::String;
    return members < 3;
  });
  if (leading == nullptr || (!leading->partner.empty() && !has_partner)) return Wrapper::None;
  // `$regex` and `$options` are operators too: only two plain texts are the old literal.
  if (leading->wrapper == Wrapper::LegacyRegex && !(all_text && members == 2)) return Wrapper::None;
  return leading->wrapper;
}

template <JsonView J>
class WrapperReader {
 public:
  WrapperReader(Wrapper wrapper, const J& object, std::string& scratch)
      : wrapper_(wrapper), object_(object), scratch_(scratch) {}

  WrapperReading<J> read() {
    read_content();
    return std::move(reading_);
  }

 private:
  template <std::size_t N>
  using Keys = std::array<std::string_view, N>;
  template <std::size_t N>
  using Slots = std::array<std::optional<J>, N>;

  bool fail(WrapperFault fault, std::string_view key, const J& at, std::string_view detail = {}) {
    reading_.problem = WrapperProblem<J>{fault, key, at, detail};
    return false;
  }

  // The members of `object`, each in its key's slot: the first `required` must be there, and
  // nothing else may be.
  template <std::size_t N>
  bool take(const J& object, const Keys<N>& keys, std::size_t required, Slots<N>& slots) {
    bool known = true;
    object.each_member([&](std::string_view key, const J& value) {
      std::size_t i = 0;
      while (i < N && keys[i] != key) ++i;
      if (i == N || slots[i]) return known = fail(WrapperFault::ExtraKey, key, value);
      slots[i] = value;
      return true;
    });
    for (std::size_t i = 0; known && i < required; ++i)
      if (!slots[i]) return fail(WrapperFault::MissingKey, keys[i], object);
    return known;
  }

  bool expect(std::string_view key, const J& at, JsonKind kind) {
    return at.kind() == kind || fail(WrapperFault::WrongKind, key, at);
  }

  bool read_text(std::string_view key, const J& at, std::string_view& text) {
    if (!expect(key, at, JsonKind::String)) return false;
    text = at.string();
    return true;
  }

  // Text that BSON ends with a NUL.
  bool read_c_string(std::string_view key, const J& at, std::string_view& text) {
    if (!read_text(key, at, text)) return false;
    return text.find('\0') == std::string_view::npos || fail(WrapperFault::NulByte, key, at);
  }

  bool read_content_of(Wrapper wrapper, std::string_view key, const J& at) {
    std::string_view text;
    std::string_view detail;
    return read_text(key, at, text) &&
           (read_text_content(wrapper, text, reading_.value, scratch_, detail) ||
            fail(WrapperFault::BadContent, key, at, detail));
  }

  bool read_content() {
    const std::string_view name = name_of(wrapper_);
    switch (wrapper_) {
      case Wrapper::None:
        return false;
      case Wrapper::Binary:
        return read_binary();
      case Wrapper::Regex:
        return read_regex();
      case Wrapper::LegacyRegex:
        return read_regex_members(object_, {"$regex", "$options"});
      case Wrapper::JavaScript:
        return read_code();
      default:
        break;
    }
    Slots<1> slot;
    if (!take<1>(object_, {name}, 1, slot)) return false;
    switch (wrapper_) {
      case Wrapper::Date:
        return read_date(*slot[0]);
      case Wrapper::Timestamp:
        return read_timestamp(*slot[0]);
      case Wrapper::MinKey:
        return read_one(BsonType::MinKey, *slot[0]);
      case Wrapper::MaxKey:
        return read_one(BsonType::MaxKey, *slot[0]);
      case Wrapper::Undefined:
        return read_undefined(*slot[0]);
      case Wrapper::DbPointer:
        return read_db_pointer(*slot[0]);
      default:
        return read_content_of(wrapper_, name, *slot[0]);
    }
  }

  bool read_date(const J& at) {
    if (at.kind() == JsonKind::Integer) {
      reading_.value.type = BsonType::Date;
      reading_.value.integer = at.integer();
      return true;
    }
    if (at.kind() != JsonKind::Object) return read_content_of(Wrapper::Date, "$date", at);
    Slots<1> slot;
    if (!take<1>(at, {"$numberLong"}, 1, slot) ||
        !read_content_of(Wrapper::Int64, "$numberLong", *slot[0]))
      return false;
    reading_.value.type = BsonType::Date;
    return true;
  }

  bool read_seconds(std::string_view key, const J& at, std::uint32_t& number) {
    if (!expect(key, at, JsonKind::Integer)) return false;
    if (at.integer() < 0 || at.integer() > 0xffffffff)
      return fail(WrapperFault::BadContent, key, at, "out of range");
    number = static_cast<std::uint32_t>(at.integer());
    return true;
  }

  bool read_timestamp(const J& at) {
    Slots<2> slots;
    reading_.value.type = BsonType::Timestamp;
    return expect("$timestamp", at, JsonKind::Object) && take<2>(at, {"t", "i"}, 2, slots) &&
           read_seconds("t", *slots[0], reading_.value.timestamp.t) &&
           read_seconds("i", *slots[1], reading_.value.timestamp.i);
  }

  bool read_one(BsonType type, const J& at) {
    reading_.value.type = type;
    const std::string_view name = name_of(wrapper_);
    return expect(name, at, JsonKind::Integer) &&
           (at.integer() == 1 || fail(WrapperFault::BadContent, name, at, "not 1"));
  }

  bool read_undefined(const J& at) {
    reading_.value.type = BsonType::Undefined;
    return expect("$undefined", at, JsonKind::Bool) &&
           (at.boolean() || fail(WrapperFault::BadContent, "$undefined", at, "not true"));
  }

  bool read_regex_members(const J& object, const Keys<2>& keys) {
    Slots<2> slots;
    ScalarView& value = reading_.value;
    value.type = BsonType::Regex;
    if (!take<2>(object, keys, 2, slots) || !read_c_string(keys[0], *slots[0], value.text) ||
        !read_c_string(keys[1], *slots[1], value.options))
      return false;
    value.options = sorted_options(value.options, scratch_);
    return true;
  }

  bool read_regex() {
    Slots<1> slot;
    return take<1>(object_, {"$regularExpression"}, 1, slot) &&
           expect("$regularExpression", *slot[0], JsonKind::Object) &&
           read_regex_members(*slot[0], {"pattern", "options"});
  }

  bool read_code() {
    Slots<2> slots;
    ScalarView& value = reading_.value;
    value.type = BsonType::JavaScript;
    if (!take<2>(object_, {"$code", "$scope"}, 1, slots) ||
        !read_text("$code", *slots[0], value.text))
      return false;
    if (!slots[1]) return true;
    value.type = BsonType::JavaScriptWithScope;
    reading_.scope = slots[1];
    return expect("$scope", *slots[1], JsonKind::Object);
  }

  bool read_binary() {
    Slots<2> outer;
    if (!take<2>(object_, {"$binary", "$type"}, 1, outer)) return false;
    if (outer[0]->kind() != JsonKind::Object) {
      if (!expect("$binary", *outer[0], JsonKind::String)) return false;
      if (!outer[1]) return fail(WrapperFault::MissingKey, "$type", object_);
      return read_bytes("$binary", *outer[0], "$type", *outer[1]);
    }
    if (outer[1]) return fail(WrapperFault::ExtraKey, "$type", *outer[1]);
    Slots<2> inner;
    return take<2>(*outer[0], {"base64", "subType"}, 2, inner) &&
           read_bytes("base64", *inner[0], "subType", *inner[1]);
  }

  bool read_bytes(std::string_view bytes_key, const J& bytes, std::string_view subtype_key,
                  const J& subtype) {
    std::string_view text;
    if (!expect(bytes_key, bytes, JsonKind::String) || !read_text(subtype_key, subtype, text))
      return false;
    const auto parsed = parse_subtype(text);
    if (!parsed) return fail(WrapperFault::BadContent, subtype_key, subtype, "not hexadecimal");
    return read_content_of(Wrapper::Binary, bytes_key, bytes) &&
           (reading_.value.subtype = *parsed, true);
  }

  bool read_db_pointer(const J& at) {
    Slots<2> slots;
    Slots<1> id;
    if (!expect("$dbPointer", at, JsonKind::Object) || !take<2>(at, {"$ref", "$id"}, 2, slots) ||
        !expect("$id", *slots[1], JsonKind::Object) || !take<1>(*slots[1], {"$oid"}, 1, id) ||
        !read_content_of(Wrapper::ObjectId, "$oid", *id[0]))
      return false;
    reading_.value.type = BsonType::DbPointer;
    return read_text("$ref", *slots[0], reading_.value.text);
  }

  Wrapper wrapper_;
  const J& object_;
  std::string& scratch_;
  WrapperReading<J> reading_;
};

template <JsonView J>
WrapperReading<J> read_wrapper(Wrapper wrapper, const J& object, std::string& scratch) {
  return WrapperReader<J>(wrapper, object, scratch).read();
}

}  // namespace tamis::values
