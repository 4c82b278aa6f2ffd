// A Matcher over Documents beside the same conditions written by hand over plain structs.
//
//   tests/bench/workload contacts 200000 contacts.ndjson
//   tests/bench/workload conditions conditions.json
//   document_bench contacts.ndjson conditions.json [rounds]
//
// Prints a table of nanoseconds of processor time for one document, asked one by one or together,
// and as multiples of theirs: in turns, the median of the rounds, each ratio formed within one. All
// find as many.
//
//   document_bench contacts.ndjson conditions.json --answer document|document-apart
//   document_bench contacts.ndjson conditions.json --answer documents|structs
//   document_bench contacts.ndjson conditions.json --answer compile|compile-apart
//
// answers tools/dev/bench (tests/bench/answer.h). Documents share memory, but for `document-apart`,
// which is `document` with an allocation for each. `compile` makes the condition's text a Program
// again and again, and says how often; `compile-apart` takes off what it takes to construct the
// condition's patterns, which it measures by itself.
#include <fmt/format.h>

#include <tamis/compile.h>
#include <tamis/document.h>
#include <tamis/predicate.h>
#include <nlohmann/json.hpp>

#include "compiler/values/regex.h"
#include "tests/bench/answer.h"
#include "tests/bench/by_hand/predicates.h"
#include "tests/bench/rounds.h"
#include "tests/support/lines.h"

namespace tamis {
namespace {

using bench::measure;
using bench::median;
using bench::Run;
using bench::stop;
using Json = nlohmann::ordered_json;
using Documents = std::vector<predicate::Document>;
using Contacts = std::vector<by_hand::Contact>;

using Memory = predicate::DocumentBuilder::Memory;

Documents documents_of(const std::vector<std::string_view>& lines, Memory memory = Memory::Shared) {
  predicate::DocumentBuilder builder(predicate::FieldNames(), memory);
  Documents documents;
  documents.reserve(lines.size());
  for (const std::string_view line : lines) {
    auto document = builder.build_text(line);
    if (!document) stop(document.diagnostics().front().message);
    documents.push_back(*std::move(document));
  }
  return documents;
}

Contacts contacts_of(const std::vector<std::string_view>& lines) {
  Contacts contacts;
  contacts.reserve(lines.size());
  for (const std::string_view line : lines)
    contacts.push_back(by_hand::contact_of(Json::parse(line)));
  return contacts;
}

// How one of the two counts, ready to run.
using Count = std::function<std::size_t()>;

std::shared_ptr<predicate::Matcher> matcher_of(const std::string& id, const Json& filter) {
  const auto condition = compile(Source(id, filter.dump()));
  if (!condition) stop(fmt::format("not a condition: {}", id));
  return std::make_shared<predicate::Matcher>(predicate::compile(*condition));
}

Count document_count(const std::string& id, const Json& filter, const Documents& documents) {
  return [matcher = matcher_of(id, filter), &documents] {
    std::size_t matched = 0;
    for (const predicate::Document& document : documents)
      if (matcher->matches(document)) ++matched;
    return matched;
  };
}

// `found` is for all counts, as a caller would have it.
Count find_count(const std::string& id, const Json& filter, const Documents& documents,
                 std::vector<std::size_t>& found) {
  return [matcher = matcher_of(id, filter), &documents, &found] {
    matcher->find(documents, found);
    return found.size();
  };
}

Count struct_count(const std::string& id, const Json& filter, const Contacts& contacts) {
  by_hand::Counter counter = by_hand::by_hand(id, filter);
  if (!counter) stop(fmt::format("not known by hand: {}", id));
  return [counter = std::move(counter), &contacts] { return counter(contacts); };
}

constexpr std::size_t kCompiles = 1'000;

Count compile_count(const std::string& id, const Json& filter) {
  return [id, text = filter.dump()] {
    std::size_t compiled = 0;
    for (std::size_t i = 0; i < kCompiles; ++i) {
      const predicate::Program program = predicate::compile(*compile(Source(id, text)));
      ++compiled;
    }
    return compiled;
  };
}

std::vector<Regex> patterns_of(const Json& filter) {
  std::vector<Regex> patterns;
  if (filter.is_object() && filter.contains("$regex"))
    patterns.push_back({filter.at("$regex"), filter.value("$options", "")});
  if (!filter.is_structured()) return patterns;
  for (const Json& part : filter)
    for (Regex& pattern : patterns_of(part)) patterns.push_back(std::move(pattern));
  return patterns;
}

Count construct_count(const Json& filter) {
  return [patterns = patterns_of(filter)] {
    std::size_t constructed = 0;
    for (std::size_t i = 0; i < kCompiles; ++i)
      for (const auto& [pattern, options] : patterns) {
        const auto made = RegexProgram::compile(pattern, options, RegexProfile::Linear);
        if (std::holds_alternative<RegexProgram>(made)) ++constructed;
      }
    return constructed;
  };
}

Run compile_apart(const std::string& id, const Json& filter) {
  const Run whole = measure(kCompiles, compile_count(id, filter));
  const Run patterns = measure(kCompiles, construct_count(filter));
  return {whole.ns - patterns.ns, whole.matched};
}

struct Rounds {
  std::vector<double> single, together, structs;  // nanoseconds
  std::vector<double> single_ratio, together_ratio;
};

Rounds compare(const std::string& id, std::size_t documents, const Count& single,
               const Count& together, const Count& structs, int rounds) {
  Rounds result;
  for (int round = 0; round <= rounds; ++round) {
    const Run a = measure(documents, single);
    const Run b = measure(documents, together);
    const Run c = measure(documents, structs);
    if (a.matched != c.matched || b.matched != c.matched)
      stop(fmt::format("{}: {} and {} match, and by hand {}", id, a.matched, b.matched, c.matched));
    if (round == 0) continue;  // to warm up
    result.single.push_back(a.ns);
    result.together.push_back(b.ns);
    result.structs.push_back(c.ns);
    result.single_ratio.push_back(a.ns / c.ns);
    result.together_ratio.push_back(b.ns / c.ns);
  }
  return result;
}

void print_table(const std::vector<std::string_view>& lines, const Json& conditions, int rounds) {
  const Documents documents = documents_of(lines);
  const Contacts contacts = contacts_of(lines);
  std::size_t bytes = 0;
  for (const predicate::Document& document : documents) bytes += document.bytes();
  fmt::print("{} documents of {} bytes\n\n", documents.size(), bytes / documents.size());
  fmt::print("| Condition | One by one, ns | × | Together, ns | × | Structs, ns |\n");
  fmt::print("| --- | --- | --- | --- | --- | --- |\n");
  Rounds medians;
  std::vector<std::size_t> found;
  for (const Json& entry : conditions) {
    const std::string id = entry.at("id");
    const Json& filter = entry.at("filter");
    const Rounds each = compare(id, documents.size(), document_count(id, filter, documents),
                                find_count(id, filter, documents, found),
                                struct_count(id, filter, contacts), rounds);
    medians.single.push_back(median(each.single));
    medians.single_ratio.push_back(median(each.single_ratio));
    medians.together.push_back(median(each.together));
    medians.together_ratio.push_back(median(each.together_ratio));
    medians.structs.push_back(median(each.structs));
    fmt::print("| `{}` | {:.1f} | {:.2f} | {:.1f} | {:.2f} | {:.1f} |\n", id, medians.single.back(),
               medians.single_ratio.back(), medians.together.back(), medians.together_ratio.back(),
               medians.structs.back());
  }
  fmt::print("| median | {:.1f} | {:.2f} | {:.1f} | {:.2f} | {:.1f} |\n", median(medians.single),
             median(medians.single_ratio), median(medians.together), median(medians.together_ratio),
             median(medians.structs));
}

template <class MakeCount>
void answer(const Json& conditions, std::size_t documents, MakeCount make_count) {
  bench::answer(conditions, [&](const std::string& id, const Json& filter) {
    return measure(documents, make_count(id, filter));
  });
}

int main_of(const std::vector<std::string>& arguments) {
  if (arguments.size() < 2) stop("usage: document_bench CONTACTS CONDITIONS [ROUNDS | --answer …]");
  const std::string text = bench::content_of(arguments[0]);
  const std::vector<std::string_view> lines = lines_of(text);
  if (lines.empty()) stop("no documents");
  const Json conditions = Json::parse(bench::content_of(arguments[1]));
  if (arguments.size() < 4) {
    print_table(lines, conditions, arguments.size() == 3 ? std::stoi(arguments[2]) : 5);
  } else if (arguments[3] == "document" || arguments[3] == "document-apart") {
    const Documents documents =
        documents_of(lines, arguments[3] == "document" ? Memory::Shared : Memory::Own);
    answer(conditions, documents.size(), [&](const std::string& id, const Json& filter) {
      return document_count(id, filter, documents);
    });
  } else if (arguments[3] == "documents") {
    const Documents documents = documents_of(lines);
    std::vector<std::size_t> found;
    answer(conditions, documents.size(), [&](const std::string& id, const Json& filter) {
      return find_count(id, filter, documents, found);
    });
  } else if (arguments[3] == "structs") {
    const Contacts contacts = contacts_of(lines);
    answer(conditions, contacts.size(), [&](const std::string& id, const Json& filter) {
      return struct_count(id, filter, contacts);
    });
  } else if (arguments[3] == "compile") {
    answer(conditions, kCompiles, compile_count);
  } else if (arguments[3] == "compile-apart") {
    bench::answer(conditions, compile_apart);
  } else {
    stop(
        "--answer takes `document`, `document-apart`, `documents`, `structs`, `compile` or "
        "`compile-apart`");
  }
  return 0;
}

}  // namespace
}  // namespace tamis

int main(int argc, char** argv) {
  return tamis::main_of({argv + 1, argv + argc});
}
