// A document that is a SyntaxTree of strict JSON: what simdjson does not take, such as whole
// numbers of 20 digits and more.
#pragma once

#include <limits>

#include <tamis/syntax_tree.h>

#include "backends/predicate/forms/form.h"
#include "backends/predicate/forms/json_wrappers.h"
#include "compiler/values/text_codecs.h"

namespace tamis::predicate {

class SyntaxForm {
 public:
  using Node = std::uint32_t;

  class Elements {
   public:
    Elements(const SyntaxTree& tree, std::uint32_t first) : tree_(&tree), next_(first) {}
    bool next(Node& out) {
      if (next_ == kNoNode) return false;
      out = next_;
      next_ = (*tree_)[next_].next_sibling;
      return true;
    }

   private:
    const SyntaxTree* tree_;
    std::uint32_t next_;
  };

  class Members {
   public:
    Members(const SyntaxTree& tree, std::uint32_t first) : tree_(&tree), elements_(tree, first) {}
    bool next(std::string_view& name, Node& out) {
      if (!elements_.next(out)) return false;
      name = (*tree_)[out].key;
      return true;
    }

   private:
    const SyntaxTree* tree_;
    Elements elements_;
  };

  SyntaxForm(const SyntaxTree& tree, std::string& scratch) : tree_(tree), scratch_(scratch) {}

  Datum root_datum(Node node) const { return plain(node); }
  Datum datum(Node node) const {
    return tree_[node].kind == SyntaxKind::Object ? datum_of_object(*this, node, scratch_)
                                                  : plain(node);
  }
  BsonType type(Node node) const { return datum(node).type; }

  bool member(Node node, std::string_view name, Node& out) const {
    Members members = this->members(node);
    std::string_view key;
    while (members.next(key, out))
      if (key == name) return true;
    return false;
  }
  bool element(Node node, std::size_t index, Node& out) const {
    return nth(elements(node), index, out);
  }
  Elements elements(Node node) const { return {tree_, tree_[node].first_child}; }
  Members members(Node node) const { return {tree_, tree_[node].first_child}; }
  Node scope(Node node) const { return scope_of_object(*this, node, scratch_); }

  // Wrappers as the objects that they are.
  Datum plain(Node node) const {
    const SyntaxNode& syntax = tree_[node];
    switch (syntax.kind) {
      case SyntaxKind::Object:
        return make_datum(BsonType::Object);
      case SyntaxKind::Array:
        return make_datum(BsonType::Array);
      case SyntaxKind::String:
        return make_text(BsonType::String, syntax.text);
      case SyntaxKind::Number:
        return number(syntax.text);
      case SyntaxKind::True:
      case SyntaxKind::False:
        return make_integer(BsonType::Bool, syntax.kind == SyntaxKind::True ? 1 : 0);
      default:
        return make_datum(BsonType::Null);
    }
  }

 private:
  static Datum number(std::string_view text) {
    if (const auto whole = values::parse_int64(text)) return make_whole(*whole);
    return make_double(
        values::parse_double(text).value_or(std::numeric_limits<double>::quiet_NaN()));
  }

  const SyntaxTree& tree_;
  std::string& scratch_;
};

static_assert(DocumentForm<SyntaxForm>);

}  // namespace tamis::predicate
