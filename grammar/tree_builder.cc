#include "grammar/tree_builder.h"

#include <algorithm>
#include <utility>

#include "grammar/decoded_text.h"
#include "grammar/unescape.h"

namespace tamis {
namespace {

// After so many errors the rest of a text has little to add.
constexpr std::size_t kMostErrors = 20;

// Enough for a usual text at once; the vector of a larger one grows as it goes. Of a short text not
// more than malloc gives quickly.
std::size_t likely_nodes(std::size_t text_size) {
  constexpr std::size_t kQuick = 1000 / sizeof(SyntaxNode);
  const std::size_t likely = text_size / 10 + 4;
  return likely < 2 * kQuick ? std::min(likely, kQuick) : std::min<std::size_t>(likely, 4096);
}

}  // namespace

SyntaxTree::SyntaxTree() = default;
SyntaxTree::SyntaxTree(SyntaxTree&&) noexcept = default;
SyntaxTree& SyntaxTree::operator=(SyntaxTree&&) noexcept = default;
SyntaxTree::~SyntaxTree() = default;

SyntaxTreeBuilder::SyntaxTreeBuilder(const Source& source, const Limits& limits, SyntaxMode mode)
    : begin_(source.text().data()),
      limits_(limits),
      strict_(mode == SyntaxMode::StrictJson),
      last_end_(begin_) {
  tree_.source_ = source;
  tree_.nodes_.reserve(likely_nodes(source.text().size()));
}

SourceSpan SyntaxTreeBuilder::span(std::string_view piece) const {
  const std::uint32_t begin = offset(piece.data());
  return {begin, begin + static_cast<std::uint32_t>(piece.size())};
}

void SyntaxTreeBuilder::report(Diagnostic diagnostic) {
  diagnostics_.push_back(std::move(diagnostic));
  if (diagnostics_.size() >= kMostErrors) throw SyntaxStop{};
}

void SyntaxTreeBuilder::stop(Diagnostic diagnostic) {
  diagnostics_.push_back(std::move(diagnostic));
  throw SyntaxStop{};
}

void SyntaxTreeBuilder::liberty(SyntaxFeature feature, std::string_view where) {
  tree_.features_ |= static_cast<unsigned>(feature);
  if (strict_) report(mistakes::not_strict_json(tree_.source_, feature, span(where)));
}

void SyntaxTreeBuilder::comment(std::string_view written) {
  liberty(SyntaxFeature::Comments, written);
  tree_.comments_.push_back(span(written));
}

// ---- strings and keys

void SyntaxTreeBuilder::quoted(std::string_view inside) {
  text_ = inside;
  if (!has_escape_) return;
  has_escape_ = false;
  if (!tree_.decoded_) tree_.decoded_ = std::make_unique<DecodedText>();
  char* const room = tree_.decoded_->room(inside.size());
  std::vector<EscapeProblem> problems;
  const char* const end = unescape(inside, room, problems);
  text_ = {room, static_cast<std::size_t>(end - room)};
  tree_.decoded_->take(text_.size());
  for (const EscapeProblem& problem : problems) {
    const auto escape = inside.substr(problem.begin, problem.end - problem.begin);
    report(mistakes::escape_problem(tree_.source_, span(escape), problem.surrogate));
  }
}

void SyntaxTreeBuilder::key(std::string_view written) {
  has_key_ = true;
  key_ = text_;
  key_span_ = span(written);
  last_end_ = written.data() + written.size();
}

void SyntaxTreeBuilder::name_key(std::string_view name) {
  text_ = name;
  liberty(SyntaxFeature::UnquotedKey, name);
}

// ---- values

SyntaxNode& SyntaxTreeBuilder::add(SyntaxKind kind, SourceSpan written) {
  auto& nodes = tree_.nodes_;
  if (nodes.size() >= limits_.nodes) {
    stop(mistakes::too_many_nodes(tree_.source_, written, limits_));
  }
  const auto index = static_cast<std::uint32_t>(nodes.size());
  if (open_ != kNoNode) {
    SyntaxNode& parent = nodes[open_];
    ++parent.child_count;
    (previous_ == kNoNode ? parent.first_child : nodes[previous_].next_sibling) = index;
  }
  SyntaxNode node;
  node.kind = kind;
  node.span = written;
  if (has_key_) {
    has_key_ = false;
    node.has_key = true;
    node.key = key_;
    node.key_span = key_span_;
  }
  previous_ = index;
  last_end_ = begin_ + written.end;
  return nodes.emplace_back(node);
}

void SyntaxTreeBuilder::string(std::string_view written) {
  add(SyntaxKind::String, span(written)).text = text_;
}

void SyntaxTreeBuilder::leaf(SyntaxKind kind, std::string_view written) {
  add(kind, span(written)).text = written;
}

void SyntaxTreeBuilder::regex(std::string_view written) {
  liberty(SyntaxFeature::RegexLiteral, written);
  SyntaxNode& node = add(SyntaxKind::Regex, span(written));
  node.text = text_;
  node.flags = flags_;
}

void SyntaxTreeBuilder::bare_word(std::string_view word) {
  if (word == "undefined") {
    liberty(SyntaxFeature::Undefined, word);
    leaf(SyntaxKind::Undefined, word);
  } else if (word == "NaN" || word == "Infinity") {
    liberty(SyntaxFeature::ShellNumber, word);
    leaf(SyntaxKind::Number, word);
  } else if (const auto meant = mistakes::shell_word_for(word); !meant.empty()) {
    report(mistakes::foreign_word(tree_.source_, span(word), meant));
    leaf(SyntaxKind::Identifier, word);
  } else {
    liberty(SyntaxFeature::Identifiers, word);
    leaf(SyntaxKind::Identifier, word);
  }
}

// ---- brackets

void SyntaxTreeBuilder::enter(const char* bracket) {
  if (++depth_ > limits_.nesting) {
    stop(mistakes::nesting_too_deep(tree_.source_, offset(bracket), limits_));
  }
}

void SyntaxTreeBuilder::open(SyntaxKind kind, const char* bracket) {
  enter(bracket);
  const char* begin = bracket;
  if (kind == SyntaxKind::Call) {
    begin = new_word_ != nullptr ? new_word_ : callee_.data();
    liberty(SyntaxFeature::Calls, callee_);
  }
  SyntaxNode& node = add(kind, {offset(begin), offset(bracket)});
  if (kind == SyntaxKind::Call) {
    node.text = callee_;
    node.is_new = std::exchange(new_word_, nullptr) != nullptr;
  }
  node.next_sibling = std::exchange(open_, previous_);
  previous_ = kNoNode;
  comma_ = nullptr;
}

void SyntaxTreeBuilder::close(const char* end) {
  if (comma_ != nullptr && comma_ >= last_end_ && previous_ != kNoNode) {
    liberty(SyntaxFeature::TrailingComma, {comma_, 1});
  }
  comma_ = nullptr;
  --depth_;
  previous_ = open_;
  SyntaxNode& node = tree_.nodes_[open_];
  open_ = std::exchange(node.next_sibling, kNoNode);
  node.span.end = offset(end);
  last_end_ = end;
}

void SyntaxTreeBuilder::call_without_arguments() {
  liberty(SyntaxFeature::Calls, callee_);
  SyntaxNode& node =
      add(SyntaxKind::Call, {offset(new_word_), offset(callee_.data() + callee_.size())});
  node.text = callee_;
  node.is_new = true;
  new_word_ = nullptr;
}

void SyntaxTreeBuilder::open_group(const char* bracket) {
  liberty(SyntaxFeature::Parentheses, {bracket, 1});
  enter(bracket);
  groups_.push_back(offset(bracket));
}

void SyntaxTreeBuilder::close_group(const char* end) {
  --depth_;
  groups_.pop_back();
  last_end_ = end;
}

std::vector<std::uint32_t> SyntaxTreeBuilder::open_brackets() const {
  std::vector<std::uint32_t> brackets = groups_;
  for (auto i = open_; i != kNoNode; i = tree_.nodes_[i].next_sibling) {
    brackets.push_back(tree_.nodes_[i].span.end);
  }
  std::sort(brackets.begin(), brackets.end());
  return brackets;
}

// ---- mistakes

bool SyntaxTreeBuilder::missing_comma(const char* at, bool in_array) {
  // `["it"s"]` is a quote too many, not a comma too few.
  if (in_array && at == last_end_) return false;
  report(mistakes::missing_comma(tree_.source_, offset(last_end_)));
  return true;
}

void SyntaxTreeBuilder::missing_colon(const char* at) {
  report(mistakes::missing_colon(tree_.source_, key_span_, offset(at)));
}

void SyntaxTreeBuilder::missing_value(const char* at) {
  report(mistakes::missing_value(tree_.source_, key_span_, offset(at)));
  add(SyntaxKind::Null, {offset(at), offset(at)});
}

void SyntaxTreeBuilder::idle_comma(std::string_view comma) {
  report(mistakes::idle_comma(tree_.source_, span(comma)));
}

void SyntaxTreeBuilder::wrong_comma(std::string_view written) {
  report(mistakes::wrong_comma(tree_.source_, span(written)));
}

void SyntaxTreeBuilder::wrong_colon(std::string_view written) {
  report(mistakes::wrong_colon(tree_.source_, span(written)));
}

void SyntaxTreeBuilder::wrong_escape(std::string_view escaped) {
  report(mistakes::wrong_escape(tree_.source_, span(escaped)));
}

void SyntaxTreeBuilder::loose_key(std::string_view written) {
  text_ = written;
  report(mistakes::key_needs_quotes(tree_.source_, span(written)));
}

void SyntaxTreeBuilder::curly_quotes(std::string_view written) {
  report(mistakes::curly_quotes(tree_.source_, span(written)));
}

void SyntaxTreeBuilder::needless_end(std::string_view written) {
  report(mistakes::needless_end(tree_.source_, span(written)));
}

void SyntaxTreeBuilder::fail(const Expectation& expectation, const char* at) {
  const std::vector<std::uint32_t> brackets = open_brackets();
  const char* const token = token_begin_ != nullptr ? token_begin_ : at;
  stop(mistakes::unexpected(expectation, {.source = tree_.source_,
                                          .at = offset(at),
                                          .token_begin = offset(token),
                                          .last_end = offset(last_end_),
                                          .brackets = brackets}));
}

Result<SyntaxTree> SyntaxTreeBuilder::finish() && {
  if (diagnostics_.empty()) return std::move(tree_);
  sort_by_place(diagnostics_);
  return std::move(diagnostics_);
}

}  // namespace tamis
