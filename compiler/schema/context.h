// What the functions that read a schema's text share.
#pragma once

#include <map>
#include <optional>
#include <string_view>
#include <vector>

#include <tamis/schema.h>
#include <tamis/syntax_tree.h>

#include "compiler/report.h"

namespace tamis::schema_text {

struct Context {
  const SyntaxTree& tree;
  const Limits& limits;
  Reporter report;
};

// The members of an object of the schema's text, by key. Of a key given twice the first counts
// and the others are T108.
class Members {
 public:
  Members(Context& context, std::uint32_t object);

  std::uint32_t object() const { return object_; }
  const std::vector<std::uint32_t>& nodes() const { return nodes_; }
  std::optional<std::uint32_t> find(std::string_view key) const;

 private:
  std::uint32_t object_;
  std::vector<std::uint32_t> nodes_;
  std::map<std::string_view, std::uint32_t> by_key_;
};

// The value at `keys`, from an object inwards; nullopt where one of them is not there.
std::optional<std::uint32_t> find_inside(const SyntaxTree& tree, std::uint32_t node,
                                         std::initializer_list<std::string_view> keys);

// A member or element and the comma that goes with it.
SourceSpan removal_span(const SyntaxTree& tree, std::uint32_t parent, std::uint32_t child);

// `text` as a JSON string.
std::string quoted(std::string_view text);

}  // namespace tamis::schema_text
