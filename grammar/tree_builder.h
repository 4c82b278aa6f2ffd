// SyntaxTreeBuilder: what the grammar finds becomes a SyntaxTree, or Diagnostics.
//
// The rules' actions call it in text order. Views passed in must be pieces of the source's text.
#pragma once

#include <string_view>
#include <vector>

#include <tamis/syntax_tree.h>

#include "grammar/messages.h"
#include "grammar/mistakes.h"

namespace tamis {

// Thrown to leave the parse once the error that ends it has been reported. Never leaves
// parse_syntax().
struct SyntaxStop {};

class SyntaxTreeBuilder {
 public:
  SyntaxTreeBuilder(const Source& source, const Limits& limits, SyntaxMode mode);

  // Strings come in three steps: the quote, each escape, then the text between the quotes.
  void begin_token(const char* at) { token_begin_ = at; }
  void escape() { has_escape_ = true; }
  void quoted(std::string_view inside);

  void key(std::string_view written);
  void name_key(std::string_view name);

  void string(std::string_view written);
  void leaf(SyntaxKind kind, std::string_view written);
  void number(std::string_view written) { leaf(SyntaxKind::Number, written); }
  void regex_pattern(std::string_view pattern) { text_ = pattern; }
  void regex_flags(std::string_view flags) { flags_ = flags; }
  void regex(std::string_view written);
  void bare_word(std::string_view word);

  void new_word(std::string_view word) { new_word_ = word.data(); }
  void callee(std::string_view name) { callee_ = name; }
  void call_without_arguments();

  void open(SyntaxKind kind, const char* bracket);
  void close(const char* end);
  void open_group(const char* bracket);
  void close_group(const char* end);
  void comma(const char* at) { comma_ = at; }

  void liberty(SyntaxFeature feature, std::string_view where);
  void comment(std::string_view written);

  // Mistakes that the parse goes on from.
  bool missing_comma(const char* at, bool in_array);
  void missing_colon(const char* at);
  void missing_value(const char* at);
  void idle_comma(std::string_view comma);
  void wrong_comma(std::string_view written);
  void wrong_colon(std::string_view written);
  void wrong_escape(std::string_view escaped);
  void loose_key(std::string_view written);
  void curly_quotes(std::string_view written);
  void needless_end(std::string_view written);

  // The mistake that ends it: the rule with this expectation does not match at `at`.
  [[noreturn]] void fail(const Expectation& expectation, const char* at);

  Result<SyntaxTree> finish() &&;

 private:
  SourceSpan span(std::string_view piece) const;
  std::uint32_t offset(const char* at) const { return static_cast<std::uint32_t>(at - begin_); }
  SyntaxNode& add(SyntaxKind kind, SourceSpan written);
  void enter(const char* bracket);
  void report(Diagnostic diagnostic);
  [[noreturn]] void stop(Diagnostic diagnostic);
  std::vector<std::uint32_t> open_brackets() const;

  SyntaxTree tree_;
  Diagnostics diagnostics_;
  const char* begin_;
  Limits limits_;
  bool strict_;

  // An open container's node keeps its parent in next_sibling and its bracket in span.end.
  std::uint32_t open_ = kNoNode;
  std::uint32_t previous_ = kNoNode;  // the last complete child of `open_`
  std::uint32_t depth_ = 0;
  std::vector<std::uint32_t> groups_;  // the open parentheses around values
  const char* last_end_;               // of the last complete value or key

  const char* token_begin_ = nullptr;
  const char* comma_ = nullptr;
  const char* new_word_ = nullptr;
  bool has_escape_ = false;
  bool has_key_ = false;
  std::string_view text_;
  std::string_view flags_;
  std::string_view callee_;
  std::string_view key_;
  SourceSpan key_span_;
};

}  // namespace tamis
