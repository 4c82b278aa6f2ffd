// Uses a bit of every installed library, so that a missing one fails to link.
#include <cstdio>

#include <tamis/syntax_tree.h>
#include <tamis/value.h>

int main() {
  const auto tree = tamis::parse_syntax(tamis::Source("consumer.cond", "{country: 'FI'}"));
  if (!tree.ok()) return 1;
  std::puts(tamis::print_syntax(*tree, tree->root_index()).c_str());
  std::puts(tamis::Decimal128::parse("1.50")->to_string().c_str());
  return 0;
}
