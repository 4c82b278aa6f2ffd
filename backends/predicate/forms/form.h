// Form: how one kind of document is read. The evaluator is written once, over this; what decides
// faster of Documents and of tables leaves to it whatever is rare.
//
// A Node is a cheap handle to a value in a document. Reading is lazy: only what a condition asks
// for is looked at. Where a document is JSON, Extended JSON wrappers are read as the values that
// they stand for, so `type` of {"$oid": …} is ObjectId; the root is never a wrapper.
#pragma once

#include <concepts>
#include <cstddef>
#include <string_view>

#include "backends/predicate/datum.h"

namespace tamis::predicate {

template <class F>
concept DocumentForm = requires(F form, typename F::Node node, typename F::Node& out,
                                std::string_view name, std::string_view& name_out,
                                typename F::Elements& elements, typename F::Members& members) {
  requires std::copyable<typename F::Node>;
  // The root, which is an object or, where a caller passes one, any other value.
  { form.root_datum(node) } -> std::same_as<Datum>;
  { form.datum(node) } -> std::same_as<Datum>;
  { form.type(node) } -> std::same_as<BsonType>;
  // Of an object: the first member of that name.
  { form.member(node, name, out) } -> std::same_as<bool>;
  // Of an array.
  { form.element(node, std::size_t{}, out) } -> std::same_as<bool>;
  { form.elements(node) } -> std::same_as<typename F::Elements>;
  { elements.next(out) } -> std::same_as<bool>;
  // Of an object, in the document's order.
  { form.members(node) } -> std::same_as<typename F::Members>;
  { members.next(name_out, out) } -> std::same_as<bool>;
  // Of code with a scope: the scope, an object.
  { form.scope(node) } -> std::same_as<typename F::Node>;
};

// Form::element() of a form whose arrays can only be walked.
template <class Elements, class Node>
bool nth(Elements elements, std::size_t index, Node& out) {
  while (elements.next(out))
    if (index-- == 0) return true;
  return false;
}

}  // namespace tamis::predicate
