// Reading a JSON body: each field by its rule, every mistake of the body in one answer.
//
//   Body body(text);                        // 400 INVALID_JSON, or no object
//   auto name = body.text("name", {.min = 1, .max = 100});
//   auto description = body.text("description", {.max = 500, .nullable = true});
//   body.finish();                          // 422 with all that was wrong, unknown fields too
#pragma once

#include <tamis/syntax_tree.h>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tools/segmentsd/http/error.h"

namespace segmentsd {

// A field that may be left out, and where that is allowed may be null.
template <class T>
struct Given {
  bool present = false;    // the body has the field, and it is right
  std::optional<T> value;  // nullopt: null

  T or_else(T fallback) const { return value ? *value : std::move(fallback); }
};

struct TextRule {
  std::size_t min = 0, max = 0;  // code points; of a text that is not `one_of`, after trimming
  bool required = false;
  bool nullable = false;
  std::vector<std::string_view> one_of = {};
};

class Body {
 public:
  // `what` names the text in messages.
  explicit Body(std::string text, std::string_view what = "body");

  bool has(std::string_view field) const { return members_.contains(field); }
  bool empty() const { return members_.empty(); }
  Given<std::string> text(std::string_view field, const TextRule& rule);
  Given<bool> boolean(std::string_view field);
  // ISO 8601 to milliseconds.
  Given<std::int64_t> date(std::string_view field);
  // The node of a field of any form; kNoNode when it is not there.
  std::uint32_t node(std::string_view field, bool required = false);

  const tamis::SyntaxTree& tree() const { return tree_; }
  std::string_view source_of(std::uint32_t node) const;
  void error(std::string field, std::string_view code, std::string message,
             Json more = Json::object());
  // Throws what was found; fields that nobody asked for are unknown.
  void finish();

 private:
  void check_keys(std::uint32_t node, const std::string& where);
  const tamis::SyntaxNode* take(std::string_view field, bool required);

  tamis::SyntaxTree tree_;
  std::map<std::string_view, std::uint32_t, std::less<>> members_;
  std::map<std::string_view, bool, std::less<>> asked_;
  FieldErrors errors_;
};

// "/a~1b": the pointer with one component more.
std::string pointer(std::string_view base, std::string_view component);

// Calls visit(child, its JSON Pointer) for the members or elements of a node, which is at `where`.
template <class Visit>
void for_each_child(const tamis::SyntaxTree& tree, std::uint32_t node, std::string_view where,
                    const Visit& visit) {
  std::size_t position = 0;
  for (const std::uint32_t child : tree.children(tree[node])) {
    const bool has_key = tree[child].has_key;
    visit(child, pointer(where, has_key ? std::string(tree[child].key) : std::to_string(position)));
    ++position;
  }
}

}  // namespace segmentsd
