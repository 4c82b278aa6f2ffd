// Extended JSON v2 (and v1 where read) and BSON, in and out, without loss.
//
// A rule's source: MongoDB Extended JSON (v2) specification; bsonspec.org.
#pragma once

#include <cstddef>
#include <span>
#include <string>

#include <tamis/syntax_tree.h>
#include <tamis/value.h>

namespace tamis {

enum class ExtendedJson : std::uint8_t {
  Canonical,  // every type is told: {"$numberInt":"1"}
  Relaxed,    // int32, int64 and finite doubles as plain numbers, dates of 1970–9999 as ISO text
  Shell,      // mongosh: ObjectId("…"), ISODate("…"), NumberLong("…"), /re/i, unquoted keys
};

// One line, no blanks but in Shell, where `, ` and `: ` are used.
std::string to_extended_json(const Value& value, ExtendedJson form);

// A document or value as text: strict JSON with wrappers. Codes: E syntax, E05x bad wrapper
// (`{"$numberInt": "x"}`, a `$date` out of range, an unknown key beside a wrapper's).
Result<Value> parse_extended_json(const Source& source, const Limits& limits = {});

// The value that a node of a syntax tree stands for: wrappers, mongosh constructors, numbers by
// their text (1 int32, 3000000000 int64, 1.0 double). Adds to `diagnostics` what is wrong and
// then returns nullopt.
//   reads `{"$regex": …}` as a wrapper only in its v1/v2 literal forms; `{$gt: 1}` is an object
//   with a key `$gt`: whether that may stand here is the caller's question.
std::optional<Value> read_value(const SyntaxTree& tree, std::uint32_t node, const Limits& limits,
                                Diagnostics& diagnostics);

// Whether an object node is an Extended JSON wrapper (a value) and not a plain object: decided by
// its first key and shape, before its content is judged.
bool is_wrapper(const SyntaxTree& tree, std::uint32_t node);

// BSON bytes of one document; `value` must be an object. Strings that hold NUL are kept; a key
// that does is refused (nullopt), as is nesting past BSON writers' limit.
std::optional<std::string> to_bson(const Value& value);

// Codes: E06x (length, type byte, UTF-8, missing NUL, trailing bytes), with the byte offset in the
// message; the diagnostic's source is empty.
Result<Value> parse_bson(std::span<const std::byte> bytes);

}  // namespace tamis
