// Any bytes: parsing and rendering never fail, errors point into the text, and a printed tree reads
// as the same tree.
#include <tamis/render.h>
#include <tamis/syntax_tree.h>

#include "fuzz/check.h"

using namespace tamis;

namespace {

bool same(const SyntaxTree& a, const SyntaxTree& b) {
  if (a.size() != b.size()) return false;
  for (std::uint32_t i = 0; i < a.size(); ++i) {
    if (a[i].kind != b[i].kind || a[i].key != b[i].key || a[i].text != b[i].text ||
        a[i].flags != b[i].flags || a[i].child_count != b[i].child_count)
      return false;
  }
  return true;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Source source("input", std::string(fuzz::text_of(data, size)));
  const Result<SyntaxTree> tree = parse_syntax(source);
  fuzz::require_well_formed(tree.diagnostics());
  for (const ReportFormat format : {ReportFormat::Human, ReportFormat::Json, ReportFormat::Sarif,
                                    ReportFormat::Github, ReportFormat::Compact})
    static_cast<void>(render(tree.diagnostics(), format));
  const Result<SyntaxTree> strict = parse_syntax(source, {}, SyntaxMode::StrictJson);
  fuzz::require(strict.ok() == (tree.ok() && tree->is_strict_json()),
                "strict JSON is what takes no liberty");
  if (!tree) return 0;
  const std::string printed = print_syntax(*tree, tree->root_index());
  const Result<SyntaxTree> again = parse_syntax(Source("printed", printed));
  fuzz::require(again.ok(), "what is printed parses: " + printed);
  fuzz::require(same(*tree, *again), "what is printed reads as the same tree: " + printed);
  return 0;
}
