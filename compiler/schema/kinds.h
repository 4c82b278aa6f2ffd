// Values of the kind that a keyword takes. Each function reports another kind as T105, naming the
// member's key, and then returns nothing.
#pragma once

#include <span>
#include <string>

#include "compiler/schema/context.h"

namespace tamis::schema_text {

// T105: "`minLength` must be ...", and at the value what stands there.
Reporter::Entry wrong_value(Context& context, std::uint32_t node, std::string_view must_be);

std::optional<bool> read_bool(Context& context, std::uint32_t node);
std::optional<std::int64_t> read_count(Context& context, std::uint32_t node);  // 0 or more
std::optional<Value> read_number(Context& context, std::uint32_t node);        // never NaN
std::optional<std::string> read_text(Context& context, std::uint32_t node);
// Whether a table or column of SQLite may have the name: not empty, no NUL.
bool is_identifier(std::string_view name);
std::optional<std::string> read_identifier(Context& context, std::uint32_t node);
// One of a few words, by its place in `words`.
std::optional<std::size_t> read_word(Context& context, std::uint32_t node,
                                     std::span<const std::string_view> words);
// The elements of a list of strings; a repeated one is T111 and left out.
std::vector<std::uint32_t> read_texts(Context& context, std::uint32_t node);
bool is_object(Context& context, std::uint32_t node);

// T111.
void repeated(Context& context, std::uint32_t list, std::uint32_t first, std::uint32_t again);

// What stands at a node, for labels: "a string", "true", "an array".
std::string_view kind_of(const SyntaxNode& node);

}  // namespace tamis::schema_text
