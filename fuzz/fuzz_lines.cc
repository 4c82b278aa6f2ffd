// Lines that are read together have the verdicts, and the mistakes, of lines that are read alone.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <tamis/compile.h>
#include <tamis/stream.h>

#include "fuzz/check.h"

using namespace tamis;

namespace {

struct Asked {
  explicit Asked(const char* condition)
      : program(predicate::compile(*compile(Source("condition", condition)))), matcher(program) {}

  predicate::Program program;
  predicate::Matcher matcher;
};

// Lines that are not blank.
std::uint64_t documents_in(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r";
  std::uint64_t count = 0;
  bool within = false;
  for (const char c : text) {
    if (c == '\n') {
      within = false;
    } else if (!within && kBlanks.find(c) == std::string_view::npos) {
      within = true;
      ++count;
    }
  }
  return count;
}

void require_alike(Asked& asked, std::string_view text, std::size_t piece) {
  std::uint64_t heard = 0;
  predicate::Stream stream(asked.program, [&](const predicate::StreamDocument& document,
                                              const predicate::Verdict& seen) {
    ++heard;
    const predicate::Verdict alone = asked.matcher.matches_text(document.bytes);
    fuzz::require(seen.ok() == alone.ok() && seen.matched() == alone.matched(),
                  "a line has the verdict that it has alone");
    if (!seen.ok())
      fuzz::require(seen.errors().front().code == alone.errors().front().code &&
                        seen.errors().front().span().begin == alone.errors().front().span().begin,
                    "a line has the mistake that it has alone");
    return true;
  });
  for (std::size_t at = 0; at < text.size(); at += piece) stream.feed(text.substr(at, piece));
  stream.finish();
  fuzz::require(heard == documents_in(text), "no line is left out");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static std::vector<Asked> all = [] {
    std::vector<Asked> made;
    for (const char* condition :
         {R"({"a": 1})", R"({"a.b": null, "ab": {"$exists": true}})", R"({"abc": {"$gt": ""}})"})
      made.emplace_back(condition);
    return made;
  }();
  const std::string_view text = fuzz::text_of(data, size);
  constexpr std::size_t kShort = 70;
  for (Asked& asked : all) {
    require_alike(asked, text, text.size() + 1);
    require_alike(asked, text, kShort);
  }
  return 0;
}
