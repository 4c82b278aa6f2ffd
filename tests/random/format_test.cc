// Random comments between the tokens of random conditions: to format keeps both, and to format
// again changes nothing.
#include <random>

#include "tests/random/trials.h"
#include "tests/support/equivalence/typed.h"
#include "tests/support/formatting.h"
#include "tools/tamis/support/comments.h"

namespace tamis::equivalence {
namespace {

using cli::Layout;

// What may stand between two tokens.
class Gaps {
 public:
  explicit Gaps(std::uint64_t seed) : random_(seed), crlf_(one_of(4)) {}

  std::string next() {
    std::string gap;
    while (one_of(3)) gap += piece();
    return gap;
  }
  std::size_t comments() const { return comments_; }

 private:
  bool one_of(unsigned n) { return random_() % n == 0; }

  std::string piece() {
    const std::string line_break = crlf_ ? "\r\n" : "\n";
    switch (random_() % 6) {
      case 0:
        return " ";
      case 1:
        return line_break;
      case 2:
        return line_break + line_break;
      case 3:
        return fmt::format("// line {} {}", ++comments_, line_break);
      case 4:
        return fmt::format("/* block {} */", ++comments_);
      default:
        return fmt::format("/* lines {}{} */", ++comments_, line_break);
    }
  }

  std::mt19937_64 random_;
  bool crlf_;
  std::size_t comments_ = 0;
};

// The text of a tree with a gap wherever one may be; calls and scalars as they are.
class Commented {
 public:
  Commented(const SyntaxTree& tree, Gaps& gaps) : tree_(tree), gaps_(gaps) {}

  std::string text() {
    gap();
    value(tree_.root_index());
    gap();
    return std::move(text_);
  }

 private:
  void gap() { text_ += gaps_.next(); }

  void value(std::uint32_t node) {
    const SyntaxNode& syntax = tree_[node];
    if (!cli::is_container(syntax)) {
      text_ += tree_.source().text(syntax.span);
      return;
    }
    const bool object = syntax.kind == SyntaxKind::Object;
    text_ += object ? '{' : '[';
    gap();
    for (const std::uint32_t child : tree_.children(syntax)) {
      if (tree_[child].has_key) {
        text_ += tree_.source().text(tree_[child].key_span);
        gap();
        text_ += ':';
        gap();
      }
      value(child);
      gap();
      if (tree_[child].next_sibling != kNoNode) text_ += ',';
      gap();
    }
    text_ += object ? '}' : ']';
  }

  const SyntaxTree& tree_;
  Gaps& gaps_;
  std::string text_;
};

struct FormatRow {
  const char* why;
  TrialKind kind;
  Layout layout;
  Layout::Form spelled;  // before comments are added
};

constexpr FormatRow kRows[] = {
    {"canonical text", TrialKind::Typed, {}, Layout::Form::Canonical},
    {"without a schema", TrialKind::Wild, {}, Layout::Form::Canonical},
    {"narrow", TrialKind::Wild, {Layout::Form::Canonical, 24}, Layout::Form::Canonical},
    {"on one line", TrialKind::Wild, {Layout::Form::Canonical, 1'000'000}, Layout::Form::Canonical},
    {"for mongosh", TrialKind::Wild, {Layout::Form::Shell}, Layout::Form::Canonical},
    {"from mongosh", TrialKind::Typed, {}, Layout::Form::Shell},
    {"for the segments API", TrialKind::Typed, {Layout::Form::Segments}, Layout::Form::Canonical},
    {"from the segments API", TrialKind::Typed, {}, Layout::Form::Segments},
};

// The condition of a trial in the row's spelling, with comments.
std::optional<Condition> commented(const FormatRow& row, const Trial& trial, Gaps& gaps) {
  CompileOptions options;
  if (!trial.schema.empty()) options.schema = parse_schema(Source("schema", trial.schema)).value();
  auto condition = compile(Source("trial", condition_text(trial.condition)), options);
  if (!condition.ok()) return std::nullopt;
  const auto spelled = cli::formatted(*condition, {row.spelled});
  if (!spelled.ok()) return std::nullopt;
  const auto tree = parse_syntax(Source("spelled", *spelled));
  auto result = compile(Source("commented", Commented(*tree, gaps).text()), options);
  REQUIRE(result.ok());
  return *std::move(result);
}

TEST_CASE("formatting keeps comments", "[random][format]") {
  constexpr std::uint64_t kTrials = 400;
  for (const FormatRow& row : kRows) DYNAMIC_SECTION(row.why) {
      std::size_t seen = 0;
      for (std::uint64_t seed = 1; seed <= kTrials; ++seed) {
        Gaps gaps(seed);
        const auto condition = commented(row, make_trial(row.kind, seed), gaps);
        if (!condition) continue;
        seen += gaps.comments();
        if (const auto fault = formatting_fault(*condition, row.layout))
          FAIL("seed " << seed << ": " << *fault);
      }
      CHECK(seen > kTrials);
    }
}

}  // namespace
}  // namespace tamis::equivalence
