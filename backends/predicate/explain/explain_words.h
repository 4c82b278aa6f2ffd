// What an explanation says of one test.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "backends/predicate/bindings.h"

namespace tamis::predicate {

// A value in few characters, as mongosh would print it.
std::string show(const Value& value);

// `tags.1`, in backticks.
std::string ticked(std::string_view path);

// "3 elements", "1 element".
std::string counted(std::size_t count, std::string_view noun);

class Words {
 public:
  Words(const Code& code, const Bindings& bindings) : code_(code), bindings_(bindings) {}

  // "is at least 100", "is one of \"a\", \"b\"": what a question asks of a place.
  std::string wanted(const Instr& question) const;

  // Of the one place that was asked; `seen` is empty when nothing is there.
  std::string one(const Instr& question, std::string_view path, const std::optional<Value>& seen,
                  bool verdict) const;

  // Of several places, none of which the question is true of; `seen` are the first of `count`.
  std::string several(const Instr& question, std::string_view path, const std::vector<Value>& seen,
                      std::size_t count) const;

 private:
  std::string wanted(const TestCode& test) const;
  std::string literal(const Literal& literal) const;
  std::string list(const TestCode& test) const;
  std::string failure(const TestCode& test, const Value& seen) const;

  const Code& code_;
  const Bindings& bindings_;
};

}  // namespace tamis::predicate
