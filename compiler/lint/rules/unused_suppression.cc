#include "compiler/lint/rules.h"

namespace tamis::linting {

// Found when the findings of all other rules are known: see suppressions.h.
constinit const Rule kUnusedSuppression{
    .info = {
        .code = "L099",
        .name = "unused-suppression",
        .severity = Severity::Note,
        .fix = FixAvailability::Sometimes,
        .since = "0.1",
        .summary = "a comment allows what no rule reports there",
        .why =
            R"(`// tamis: allow RULE` keeps a rule from reporting on that line, or on the next one if the
comment stands alone. When the reason has gone the comment should go as well: it would hide the
mistake that is made there next. A name that is no rule's is misspelt.)",
        .bad = "// tamis: allow in-of-one\n{country: \"FI\"}\n",
        .good = "// tamis: allow in-of-one -- more to come\n{country: {$in: [\"FI\"]}}\n",
        .topic = LintTopic::Redundant,
        .kind = ExampleKind::Condition}};

}  // namespace tamis::linting
