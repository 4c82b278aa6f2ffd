// Edits that rules make: on the text as written, so that its spelling and layout stay.
#pragma once

#include <tamis/diagnostic.h>
#include <tamis/syntax_tree.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tamis::linting {

// A member with its key, or an element.
SourceSpan whole(const SyntaxNode& node);
// The sole member's or element's index, or nullopt.
std::optional<std::uint32_t> only_child(const SyntaxTree& tree, std::uint32_t node);
// The members of an object, without its braces and what surrounds them; empty if it has none.
SourceSpan content(const SyntaxTree& tree, std::uint32_t object);

// Takes a member or an element out of its parent, with one of the commas beside it.
Edit removal(const SyntaxTree& tree, std::uint32_t parent, std::uint32_t child);

// Whether a value may stand in the place of `object`: that of a field, not of `$not` or
// `$elemMatch`, which take operators only.
bool is_of_field(const SyntaxTree& tree, std::uint32_t object);

// Puts `inner`, a part of `outer`, in the place of `outer`: what surrounds it is deleted. No edits
// if a comment would go with it.
std::vector<Edit> unwrap(const SyntaxTree& tree, SourceSpan outer, SourceSpan inner);

// Whether two members of `object`, `except` aside, would have a key that is among those of `added`.
bool keys_clash(const SyntaxTree& tree, std::uint32_t object, std::uint32_t except,
                const std::vector<std::string>& added);
std::vector<std::string> keys_of(const SyntaxTree& tree, std::uint32_t object);

// A JSON string.
std::string quoted(std::string_view text);
// `name` in the quotes that the text at `span` is written in, or in none if it is in none and may.
std::string quoted_like(const Source& source, SourceSpan span, std::string_view name);

}  // namespace tamis::linting
