// SyntaxTree: the shape of a text, before anything is known of operators or values.
//
//   Source --parse_syntax()--> SyntaxTree
//
// One grammar reads strict JSON, Extended JSON (which is JSON) and mongosh text, and notes which
// liberties the text took (SyntaxFeatures). The tree is flat: nodes stand in one vector in text
// order (pre-order), a node's children follow it, linked by next_sibling.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include <tamis/limits.h>
#include <tamis/result.h>

namespace tamis {

enum class SyntaxKind : std::uint8_t {
  Object,  // children are the member values, each with its key
  Array,   // children are the elements
  String,  // text: the decoded string, UTF-8; may hold NUL
  Number,  // text: as written; also NaN, Infinity, -Infinity, 0x10, +1, .5, 1. (all but JSON's
           // own forms set Feature::ShellNumber)
  True,
  False,
  Null,
  Undefined,
  Regex,       // text: the pattern between the slashes (`\/` kept as written); flags: its letters
  Call,        // text: the callee, dotted ("ObjectId", "Binary.createFromHexString"); children:
               // the arguments; is_new: written with `new`
  Identifier,  // text: a bare name in value position that is none of the above ("MinKey")
};

constexpr std::uint32_t kNoNode = 0xffffffff;

struct SyntaxNode {
  SyntaxKind kind = SyntaxKind::Null;
  bool is_new = false;
  bool has_key = false;    // a member of an object
  SourceSpan span;         // the value, brackets and quotes included
  SourceSpan key_span;     // the key as written, quotes included
  std::string_view key;    // decoded
  std::string_view text;   // decoded, see SyntaxKind
  std::string_view flags;  // of a regex
  std::uint32_t child_count = 0;
  std::uint32_t first_child = kNoNode;
  std::uint32_t next_sibling = kNoNode;
};

// What a text uses beyond strict JSON.
enum class SyntaxFeature : std::uint16_t {
  UnquotedKey = 1,
  SingleQuotes = 2,
  Comments = 4,
  TrailingComma = 8,
  RegexLiteral = 16,
  Calls = 32,
  ShellNumber = 64,
  Undefined = 128,
  ShellEscape = 256,
  Identifiers = 512,
  Parentheses = 1024,  // around a value; they leave no node
  ShellBlank = 2048,   // a blank that JSON does not know, such as a no-break space
  RawControl = 4096,   // a control byte inside a string, not escaped
};

// Immutable; owns its nodes and decoded text and shares its Source. Views taken from it live as
// long as the tree (moving it keeps them).
class SyntaxTree {
 public:
  const Source& source() const { return source_; }
  const SyntaxNode& root() const { return nodes_.front(); }
  std::uint32_t root_index() const { return 0; }
  const SyntaxNode& operator[](std::uint32_t index) const { return nodes_[index]; }
  std::size_t size() const { return nodes_.size(); }
  bool uses(SyntaxFeature f) const { return (features_ & static_cast<unsigned>(f)) != 0; }
  bool is_strict_json() const { return features_ == 0; }
  const std::vector<SourceSpan>& comments() const { return comments_; }

  // for (std::uint32_t i : tree.children(node)) ...
  class Children;
  Children children(const SyntaxNode& node) const;

 private:
  friend class SyntaxTreeBuilder;
  Source source_;
  std::vector<SyntaxNode> nodes_;
  std::vector<SourceSpan> comments_;
  std::unique_ptr<class DecodedText> decoded_;
  unsigned features_ = 0;

 public:
  SyntaxTree();
  SyntaxTree(SyntaxTree&&) noexcept;
  SyntaxTree& operator=(SyntaxTree&&) noexcept;
  ~SyntaxTree();
};

class SyntaxTree::Children {
 public:
  struct Iterator {
    const SyntaxTree* tree;
    std::uint32_t index;
    std::uint32_t operator*() const { return index; }
    Iterator& operator++() {
      index = (*tree)[index].next_sibling;
      return *this;
    }
    bool operator!=(const Iterator& o) const { return index != o.index; }
  };
  Iterator begin() const { return {tree_, first_}; }
  Iterator end() const { return {tree_, kNoNode}; }

 private:
  friend class SyntaxTree;
  Children(const SyntaxTree* tree, std::uint32_t first) : tree_(tree), first_(first) {}
  const SyntaxTree* tree_;
  std::uint32_t first_;
};

inline SyntaxTree::Children SyntaxTree::children(const SyntaxNode& node) const {
  return {this, node.first_child};
}

enum class SyntaxMode : std::uint8_t {
  Any,         // JSON or mongosh text: conditions, schemas
  StrictJson,  // RFC 8259 only: documents and API bodies
};

// Reads one value and nothing after it but blanks and comments. Codes: E0xx syntax, X0xx limits
// (bytes, nesting, nodes). Invalid UTF-8 is an error. Duplicate keys are kept: whoever gives the
// tree a meaning decides. Linear in the text; nesting is bounded before the stack is.
Result<SyntaxTree> parse_syntax(const Source& source, const Limits& limits = {},
                                SyntaxMode mode = SyntaxMode::Any);

// The text of a node again, as compact strict JSON where JSON can say it, else mongosh text.
std::string print_syntax(const SyntaxTree& tree, std::uint32_t node);

}  // namespace tamis
