#include "tools/tamis/engines/case.h"

#include <algorithm>

#include <tamis/extended_json.h>

#include "compiler/report.h"
#include "compiler/values/whole_numbers.h"

namespace tamis::engines {
namespace {

class LineReader {
 public:
  LineReader(const SyntaxTree& tree, Diagnostics& out)
      : tree_(tree), out_(out), reporter_(tree.source(), out) {}

  Case read() {
    Case found;
    if (tree_.root().kind != SyntaxKind::Object) {
      fail(tree_.root().span, "a case must be an object");
      return found;
    }
    found.id = text_of("id");
    read_condition(found);
    read_verdict(found);
    return found;
  }

 private:
  void fail(SourceSpan span, std::string message) {
    reporter_.error("E050", span, std::move(message));
  }

  std::uint32_t index_of(std::string_view key) const {
    for (const std::uint32_t i : tree_.children(tree_.root()))
      if (tree_[i].key == key) return i;
    return kNoNode;
  }

  const SyntaxNode* member(std::string_view key) const {
    const std::uint32_t index = index_of(key);
    return index == kNoNode ? nullptr : &tree_[index];
  }

  std::string text_of(std::string_view key) {
    const SyntaxNode* node = member(key);
    if (node != nullptr && node->kind == SyntaxKind::String) return std::string(node->text);
    fail(tree_.root().span, "a case needs a string `" + std::string(key) + "`");
    return {};
  }

  void read_condition(Case& found) {
    const SyntaxNode* filter = member("filter");
    found.is_shell_text = filter == nullptr;
    found.condition = filter == nullptr ? text_of("text") : tree_.source().text(filter->span);
    if (const SyntaxNode* schema = member("schema"))
      found.schema = tree_.source().text(schema->span);
    if (const SyntaxNode* zone = member("zone")) found.time_zone = zone->text;
    if (const std::uint32_t now = index_of("now"); now != kNoNode)
      if (const auto ms = read_value(tree_, now, {}, out_))
        found.now_ms = exact_int64(*ms).value_or(0);
    if (const std::uint32_t value = index_of("value"); value != kNoNode)
      found.stands_for = read_value(tree_, value, {}, out_);
  }

  void read_verdict(Case& found) {
    const SyntaxNode* accept = member("accept");
    if (accept != nullptr) {
      found.accept = accept->kind == SyntaxKind::True;
    } else if (member("error") != nullptr) {
      found.accept = false;
    } else {
      found.has_documents = true;
      read_documents(found);
    }
  }

  void read_documents(Case& found) {
    const SyntaxNode* docs = member("docs");
    const SyntaxNode* match = member("match");
    if (docs == nullptr || match == nullptr) {
      fail(tree_.root().span, "a case needs `docs` and `match`, or `accept`, or `error`");
      return;
    }
    for (const std::uint32_t i : tree_.children(*docs))
      if (std::optional<Value> document = read_value(tree_, i, {}, out_))
        found.documents.push_back(std::move(*document));
    for (const std::uint32_t i : tree_.children(*match))
      if (const std::optional<Value> index = read_value(tree_, i, {}, out_))
        if (const auto* n = index->get_if<std::int32_t>())
          found.match.push_back(static_cast<std::uint32_t>(*n));
    std::sort(found.match.begin(), found.match.end());
  }

  const SyntaxTree& tree_;
  Diagnostics& out_;
  Reporter reporter_;
};

}  // namespace

Result<Case> read_case(const std::string& name, std::string line) {
  const Result<SyntaxTree> tree =
      parse_syntax(Source(name, std::move(line)), {}, SyntaxMode::StrictJson);
  if (!tree) return tree.diagnostics();
  Diagnostics diagnostics;
  Case found = LineReader(*tree, diagnostics).read();
  if (has_error(diagnostics)) return diagnostics;
  return found;
}

}  // namespace tamis::engines
