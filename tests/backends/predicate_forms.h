// A document in every form that a Matcher takes.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <tamis/compile.h>
#include <tamis/predicate.h>
#include <nlohmann/json_fwd.hpp>

namespace tamis::test {

// Fails the test when the condition is refused.
predicate::Matcher matcher_of(std::string_view condition, const CompileOptions& options = {});

struct Answer {
  std::string form;
  bool matches = false;
};

// The verdicts on a document of Extended JSON without repeated keys, and those of explanations.
// Plain json sorts the members of objects; leave it out for conditions that compare whole objects.
enum class PlainJson : bool { Leave, Take };
std::vector<Answer> ask_all_forms(predicate::Matcher& matcher, std::string_view document,
                                  PlainJson plain = PlainJson::Take, const Context& context = {});

}  // namespace tamis::test
