// The linear profile against PCRE2 on random patterns: where ours takes one, every verdict is
// PCRE2's, and what is said of every match is true of every match.
#include <string>

#include "compiler/values/regex.h"
#include "compiler/values/regex_linear.h"
#include "compiler/values/regex_pcre.h"
#include "tests/support/catch.h"
#include "tests/support/regex_patterns.h"

namespace tamis {
namespace {

std::uint64_t code_points(std::string_view text) {
  std::uint64_t count = 0;
  for (const char c : text)
    if ((static_cast<unsigned char>(c) & 0xc0U) != 0x80U) ++count;
  return count;
}

RegexFlags flags_of(std::string_view options) {
  const auto has = [&](char o) { return options.find(o) != std::string_view::npos; };
  return {.caseless = has('i'), .multiline = has('m'), .dotall = has('s'), .extended = has('x')};
}

struct Tally {
  std::size_t taken = 0;
  std::size_t outside = 0;
  std::size_t matches = 0;
};

void try_pattern(testing::RegexPatterns& random, Tally& tally) {
  const std::string pattern = random.pattern();
  const std::string options = random.options();
  const auto judge = PcrePattern::compile(pattern, flags_of(options));
  const auto ours = RegexProgram::compile(pattern, options, RegexProfile::Linear);
  CAPTURE(pattern, options);
  const bool valid = std::holds_alternative<PcrePattern>(judge);
  const auto* program = std::get_if<RegexProgram>(&ours);
  if (program == nullptr) {
    const bool outside = std::get<RegexError>(ours).outside_profile;
    if (outside != valid) CHECK(outside == valid);
    tally.outside += outside ? 1 : 0;
    return;
  }
  if (!valid) FAIL_CHECK("taken, though PCRE2 refuses it");
  ++tally.taken;
  // A plain text never reaches RE2 by itself; here it does, unless an assertion does not fit.
  const auto tree = parse_linear(pattern, flags_of(options));
  const auto linear = LinearPattern::compile(std::get<RegexNode>(tree));
  for (int i = 0; i < 20; ++i) {
    const std::string subject = random.subject();
    const bool expected = std::get<PcrePattern>(judge).search(subject);
    const bool found = program->search(subject);
    if (found != expected) {
      CAPTURE(subject);
      CHECK(found == expected);
    }
    if (const auto* re2 = std::get_if<LinearPattern>(&linear);
        re2 != nullptr && re2->search(subject) != expected) {
      CAPTURE(subject);
      CHECK(re2->search(subject) == expected);
    }
    if (!expected) continue;
    ++tally.matches;
    const bool sound = code_points(subject) >= program->least_length() &&
                       subject.starts_with(program->required_prefix()) &&
                       subject.find(program->required_literal()) != std::string::npos;
    if (!sound) {
      CAPTURE(subject, program->required_prefix(), program->required_literal());
      CHECK(sound);
    }
  }
}

TEST_CASE("the linear profile means what PCRE2 means", "[regex][random]") {
  testing::RegexPatterns random(20'240'131);
  Tally tally;
  for (int i = 0; i < 30'000; ++i) try_pattern(random, tally);
  // A generator that gives nothing to compare would pass everything.
  CHECK(tally.taken > 10'000);
  CHECK(tally.outside > 1'000);
  CHECK(tally.matches > 50'000);
}

}  // namespace
}  // namespace tamis
