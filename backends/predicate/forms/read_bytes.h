// Documents that come as bytes. What simdjson does not take goes to the parser that words the
// diagnostics, and is asked there if that one takes it.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include <tamis/extended_json.h>
#include <tamis/syntax_tree.h>

#include "backends/predicate/forms/bson_form.h"
#include "backends/predicate/forms/syntax_form.h"
#include "backends/predicate/forms/text_form.h"

namespace tamis::predicate {

// A tree of one object whose numbers are all doubles or less.
Result<SyntaxTree> parse_document(std::string_view json);

// What is wrong with bytes that validate_bson() does not pass.
Diagnostics bson_errors(std::span<const std::byte> bson);

// Calls ask(form, root), and gives its answer, or what is wrong with the document as Diagnostics.
template <class Answer, class Ask>
Answer read_text(std::string_view json, simdjson::dom::parser& parser, std::string& decoded,
                 Ask&& ask) {
  simdjson::dom::element root;
  const bool is_empty = json.empty();  // and perhaps nowhere, which the parser does not take
  if (!is_empty && parser.parse(json.data(), json.size()).get(root) == simdjson::SUCCESS &&
      root.is_object())
    return Answer(ask(TextForm(decoded), root));
  const Result<SyntaxTree> tree = parse_document(json);
  if (!tree) return Answer(tree.diagnostics());
  return Answer(ask(SyntaxForm(*tree, decoded), tree->root_index()));
}

template <class Answer, class Ask>
Answer read_bson(std::span<const std::byte> bson, Ask&& ask) {
  if (!values::validate_bson(bson)) return Answer(ask(BsonForm(), BsonForm::Node{{}, bson.data()}));
  return Answer(bson_errors(bson));
}

}  // namespace tamis::predicate
