// MongoDB backend: a Plan becomes a filter that `find` takes as it is.
//
//   Condition --emit()--> MongoFilter{filter, bson}
//
//   Result<mongodb::MongoFilter> filter = mongodb::emit(*condition, {.now = Context::now()});
//   filter->text(ExtendedJson::Relaxed);   // {"country":"FI","age":{"$gte":18,"$lt":65}}
//
// Written for indexes: no `$and` that could be left out, one object per field, bounds together,
// equalities as `$in`, patterns left anchored. Fields have the names that the schema's
// `x-tamis.mongodb` gives them, literals are as coerced.
//
//   stable  compiling the filter's text, without a schema, and emitting again gives the same bytes
//           (fuzz_mongodb)
#pragma once

#include <optional>
#include <string>

#include <tamis/condition.h>
#include <tamis/context.h>
#include <tamis/extended_json.h>
#include <tamis/value.h>

namespace tamis::mongodb {

// The oldest server that must take the filter.
enum class Version : std::uint8_t { V4_4, V5_0, V6_0, V7_0, V8_0 };
// "4.4", "5.0", ...; nullopt for any other text.
std::optional<Version> version_from(std::string_view text);

struct EmitOptions {
  Version version = Version::V8_0;
  // The moment that relative dates are bound to. Without one they stay relative, as `$expr` over
  // `$$NOW` in the condition's time zone, and where that is not exact they are refused (B030).
  std::optional<Context> now = std::nullopt;
  // As written rather than made good for an index: comments, order and groups are kept. So it is,
  // too, for a condition compiled with the normaliser off. Relative dates that stay relative are
  // not kept as written.
  bool verbatim = false;
};

struct MongoFilter {
  Value filter;      // an object
  std::string bson;  // the same, as bytes

  std::string text(ExtendedJson form) const { return to_extended_json(filter, form); }
};

// Codes: B03x; a refusal points at the operator. Linear in the condition. Equal Plans and options
// give equal bytes. Thread-safe; never throws but for lack of memory.
Result<MongoFilter> emit(const Condition& condition, const EmitOptions& options = {});

// MongoDB nests no document deeper than so many objects and arrays, the outermost counted (B033).
constexpr std::uint32_t kMaxNesting = 100;
// The most bytes that a document may have (B034).
constexpr std::uint32_t kMaxBytes = 16U << 20U;

}  // namespace tamis::mongodb
