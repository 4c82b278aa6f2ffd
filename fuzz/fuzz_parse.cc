// Any bytes: parsing and rendering never fail, errors point into the text, and what is printed
// parses again to the same print.
#include <tamis/render.h>
#include <tamis/syntax_tree.h>

#include "fuzz/check.h"

using namespace tamis;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Source source("input", std::string(fuzz::text_of(data, size)));
  const Result<SyntaxTree> tree = parse_syntax(source);
  fuzz::require_well_formed(tree.diagnostics());
  for (const ReportFormat format : {ReportFormat::Human, ReportFormat::Json, ReportFormat::Sarif,
                                    ReportFormat::Github, ReportFormat::Compact})
    static_cast<void>(render(tree.diagnostics(), format));
  fuzz::require(tree || !parse_syntax(source, {}, SyntaxMode::StrictJson),
                "what is no text at all is no JSON");
  if (!tree) return 0;
  const std::string printed = print_syntax(*tree, tree->root_index());
  const Result<SyntaxTree> again = parse_syntax(Source("printed", printed));
  fuzz::require(again.ok(), "what is printed parses: " + printed);
  const std::string twice = print_syntax(*again, again->root_index());
  fuzz::require(twice == printed, printed + " prints as " + twice);
  return 0;
}
