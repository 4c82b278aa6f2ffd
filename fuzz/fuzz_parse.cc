// Any bytes either give a tree or errors inside the text; a printed tree reads as the same tree.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include <tamis/syntax_tree.h>

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

void check_places(const tamis::Source& source, const tamis::Diagnostics& diagnostics) {
  for (const tamis::Diagnostic& diagnostic : diagnostics) {
    require(!diagnostic.labels.empty());
    for (const tamis::Label& label : diagnostic.labels)
      require(label.span.begin <= label.span.end && label.span.end <= source.text().size());
  }
}

bool same(const tamis::SyntaxTree& a, const tamis::SyntaxTree& b) {
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
  const tamis::Source source("input", std::string(reinterpret_cast<const char*>(data), size));
  const auto tree = tamis::parse_syntax(source);
  check_places(source, tree.diagnostics());
  if (!tree.ok()) return 0;

  const tamis::Source printed("printed", tamis::print_syntax(*tree, tree->root_index()));
  const auto again = tamis::parse_syntax(printed);
  require(again.ok());
  require(same(*tree, *again));
  return 0;
}
