// One contact against a set of conditions, beside two loops that ask each condition in turn.
//
//   tests/bench/workload contacts 10000 contacts.ndjson
//   tests/bench/workload reverse 10000 segments.ndjson    # lines {"id": …, "filter": …}
//   set_bench contacts.ndjson segments.ndjson
//
// `structs` is the loop that one would write by hand: contacts in structs, words as numbers, each
// condition a list of tests. It knows equality, `$in`, ranges and the topics' `$elemMatch`; a set
// with anything else is measured without it. `matchers` asks a Matcher for each condition, `set`
// the set, of one contact after another or of a table of all. The counter `us` is for one contact,
// `per_condition` in nanoseconds, of processor time; `bytes` is what the set keeps for one
// condition. `build` makes a set of conditions that were compiled long before, and destroys it;
// `change` changes a set that has all of them, by conditions that have just been compiled.
#include <benchmark/benchmark.h>
#include <fmt/format.h>
#include <malloc.h>

#include <tamis/compile.h>
#include <tamis/condition_set.h>
#include <tamis/predicate.h>
#include <tamis/table.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <map>
#include <optional>
#include <unordered_map>

#include "tests/bench/rounds.h"
#include "tests/support/lines.h"

namespace tamis {
namespace {

using bench::stop;
using Json = nlohmann::ordered_json;

std::vector<Json> load(const char* path) {
  const std::string text = bench::content_of(path);
  std::vector<Json> documents;
  for (const std::string_view line : lines_of(text)) documents.push_back(Json::parse(line));
  return documents;
}

// ── by hand ──────────────────────────────────────────────────────────────────────────────────────

constexpr const char* kWordFields[] = {"status", "country", "city", "properties.plan",
                                       "properties.industry"};
constexpr const char* kNumberFields[] = {"properties.lifetime_value", "properties.score",
                                         "properties.company_size", "createdAt"};

struct Contact {
  std::uint32_t words[std::size(kWordFields)] = {};  // 0: missing
  double numbers[std::size(kNumberFields)];          // NaN: missing
  bool vip = false;
  std::vector<std::uint32_t> tags, topics;  // topics: subscribed ones
};

class Words {
 public:
  std::uint32_t operator()(const Json& word) {
    return known_.try_emplace(word.get<std::string>(), known_.size() + 1).first->second;
  }

 private:
  std::unordered_map<std::string, std::uint32_t> known_;
};

const Json* find(const Json& document, std::string_view path) {
  const Json* at = &document;
  for (std::size_t begin = 0; begin <= path.size();) {
    const std::size_t end = std::min(path.find('.', begin), path.size());
    const auto found = at->find(std::string(path.substr(begin, end - begin)));
    if (found == at->end()) return nullptr;
    at = &*found;
    begin = end + 1;
  }
  return at;
}

Contact contact_of(const Json& document, Words& words) {
  Contact contact;
  for (std::size_t i = 0; i < std::size(kWordFields); ++i)
    if (const Json* word = find(document, kWordFields[i]); word && word->is_string())
      contact.words[i] = words(*word);
  for (std::size_t i = 0; i < std::size(kNumberFields); ++i) {
    const Json* number = find(document, kNumberFields[i]);
    contact.numbers[i] = number && number->is_number() ? number->get<double>() : std::nan("");
  }
  if (const Json* vip = find(document, "properties.is_vip"))
    contact.vip = vip->is_boolean() && vip->get<bool>();
  if (const Json* tags = find(document, "tags"))
    for (const Json& tag : *tags) contact.tags.push_back(words(tag));
  if (const Json* topics = find(document, "topics"))
    for (const Json& topic : *topics)
      if (topic.value("state", "") == "subscribed") contact.topics.push_back(words(topic.at("id")));
  return contact;
}

struct Test {
  enum class Kind : std::uint8_t { Word, Number, Vip, Tag, Topic } kind = Kind::Vip;
  std::uint8_t field = 0;
  std::vector<std::uint32_t> any;
  double low = -std::numeric_limits<double>::infinity();
  double high = std::numeric_limits<double>::infinity();  // both of them inside
};

bool contains(const std::vector<std::uint32_t>& words, std::uint32_t word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool holds(const Test& test, const Contact& contact) {
  const auto is_wanted = [&](std::uint32_t word) { return contains(test.any, word); };
  switch (test.kind) {
    case Test::Kind::Word:
      return is_wanted(contact.words[test.field]);
    case Test::Kind::Number:
      return test.low <= contact.numbers[test.field] && contact.numbers[test.field] <= test.high;
    case Test::Kind::Vip:
      return contact.vip;
    case Test::Kind::Tag:
      return std::any_of(contact.tags.begin(), contact.tags.end(), is_wanted);
    case Test::Kind::Topic:
      return std::any_of(contact.topics.begin(), contact.topics.end(), is_wanted);
  }
  return false;
}

using Conjunction = std::vector<Test>;

bool holds(const Conjunction& conjunction, const Contact& contact) {
  for (const Test& test : conjunction)
    if (!holds(test, contact)) return false;
  return true;
}

std::vector<std::uint32_t> words_of(const Json& operand, Words& words) {
  std::vector<std::uint32_t> any;
  const Json* list = &operand;
  if (operand.is_object()) list = &operand.at("$in");
  if (!list->is_array()) return {words(*list)};
  for (const Json& word : *list) any.push_back(words(word));
  return any;
}

std::optional<Test> test_of(const std::string& path, const Json& operand, Words& words) {
  Test test;
  for (std::size_t i = 0; i < std::size(kWordFields); ++i)
    if (path == kWordFields[i]) {
      test.kind = Test::Kind::Word;
      test.field = static_cast<std::uint8_t>(i);
      test.any = words_of(operand, words);
      return test;
    }
  for (std::size_t i = 0; i < std::size(kNumberFields); ++i)
    if (path == kNumberFields[i]) {
      test.kind = Test::Kind::Number;
      test.field = static_cast<std::uint8_t>(i);
      for (const auto& [name, bound] : operand.items()) {
        const auto number = bound.get<double>();
        if (name == "$gte") test.low = number;
        if (name == "$gt") test.low = std::nextafter(number, HUGE_VAL);
        if (name == "$lte") test.high = number;
        if (name == "$lt") test.high = std::nextafter(number, -HUGE_VAL);
      }
      return test;
    }
  if (path == "properties.is_vip" && operand == true) return test;
  if (path == "tags" && !(operand.is_object() && !operand.contains("$in"))) {
    test.kind = Test::Kind::Tag;
    test.any = words_of(operand, words);
    return test;
  }
  if (path == "topics") {
    test.kind = Test::Kind::Topic;
    test.any = {words(operand.at("$elemMatch").at("id"))};
    return test;
  }
  return std::nullopt;
}

std::optional<Conjunction> conjunction_of(const Json& filter, Words& words) {
  Conjunction conjunction;
  for (const auto& [path, operand] : filter.items()) {
    std::optional<Test> test = test_of(path, operand, words);
    if (!test) return std::nullopt;
    conjunction.push_back(std::move(*test));
  }
  return conjunction;
}

// ── measured ─────────────────────────────────────────────────────────────────────────────────────

struct Workload {
  std::vector<Json> contacts;
  std::vector<std::string> lines;
  std::vector<std::string> texts;  // of the conditions
  std::vector<Condition> conditions;
  std::vector<Contact> structs;
  std::vector<Conjunction> conjunctions;  // empty: not all can be said by hand
};

Workload load(const char* contacts, const char* conditions) {
  Workload load{tamis::load(contacts), {}, {}, {}, {}, {}};
  Words words;
  for (const Json& contact : load.contacts) {
    load.lines.push_back(contact.dump());
    load.structs.push_back(contact_of(contact, words));
  }
  bool by_hand = true;
  for (const Json& entry : tamis::load(conditions)) {
    const auto id = entry.at("id").get<std::string>();
    auto condition = compile(Source(id, entry.at("filter").dump()));
    if (!condition) stop(fmt::format("not a condition: {}", id));
    load.texts.push_back(condition->canonical_text());
    load.conditions.push_back(*std::move(condition));
    if (auto conjunction = conjunction_of(entry.at("filter"), words))
      load.conjunctions.push_back(*std::move(conjunction));
    else
      by_hand = false;
  }
  if (!by_hand) load.conjunctions.clear();
  return load;
}

predicate::ConditionSet set_of(const std::vector<Condition>& conditions) {
  predicate::ConditionSet set;
  for (std::size_t id = 0; id < conditions.size(); ++id) set.add(id, conditions[id]);
  return set;
}

// Of the heap. To ask for them takes long where the heap has many holes.
std::size_t bytes_of_set(const std::vector<Condition>& conditions) {
  const std::size_t before = mallinfo2().uordblks;
  const predicate::ConditionSet set = set_of(conditions);
  return mallinfo2().uordblks - before;
}

void show(benchmark::State& state, const Workload& load, std::size_t contacts, std::size_t held) {
  using benchmark::Counter;
  const auto flags = Counter::kIsRate | Counter::kInvert;
  const auto asked = static_cast<double>(contacts);
  state.counters["us"] = Counter(asked / 1e6, flags);
  state.counters["per_condition"] =
      Counter(asked * static_cast<double>(load.conditions.size()) / 1e9, flags);
  state.counters["held"] = static_cast<double>(held) / asked;
}

// Runs `count`, which gives how many conditions hold for contact number i, over the contacts.
template <class Count>
void per_contact(benchmark::State& state, const Workload& load, Count count) {
  std::size_t seen = 0;
  std::size_t held = 0;
  for (auto _ : state) {
    held += count(seen % load.contacts.size());
    ++seen;
  }
  show(state, load, seen, held);
}

template <class List, class Holds>
std::size_t count_if(List& list, const Holds& holds) {
  return static_cast<std::size_t>(std::count_if(std::begin(list), std::end(list), holds));
}

void add_loops(const Workload& load) {
  if (!load.conjunctions.empty())
    benchmark::RegisterBenchmark("structs", [&](benchmark::State& state) {
      per_contact(state, load, [&](std::size_t i) {
        const Contact& contact = load.structs[i];
        return count_if(load.conjunctions,
                        [&](const auto& conjunction) { return holds(conjunction, contact); });
      });
    });
  benchmark::RegisterBenchmark("matchers", [&](benchmark::State& state) {
    std::vector<predicate::Matcher> matchers;
    for (const Condition& condition : load.conditions)
      matchers.emplace_back(predicate::compile(condition));
    per_contact(state, load, [&](std::size_t i) {
      return count_if(matchers, [&](auto& matcher) { return matcher.matches(load.contacts[i]); });
    });
  });
}

void add_set(const Workload& load) {
  benchmark::RegisterBenchmark("set/json", [&](benchmark::State& state) {
    const predicate::ConditionSet set = set_of(load.conditions);
    predicate::SetMatcher matcher(set);
    per_contact(state, load, [&](std::size_t i) { return matcher.match(load.contacts[i]).size(); });
  });
  benchmark::RegisterBenchmark("set/text", [&](benchmark::State& state) {
    const predicate::ConditionSet set = set_of(load.conditions);
    predicate::SetMatcher matcher(set);
    per_contact(state, load,
                [&](std::size_t i) { return matcher.match_text(load.lines[i]).ids().size(); });
  });
}

// All contacts together, as a table.
void add_table(const Workload& load) {
  benchmark::RegisterBenchmark("set/table", [&](benchmark::State& state) {
    const predicate::ConditionSet set = set_of(load.conditions);
    predicate::Table table;
    for (const Json& contact : load.contacts)
      if (!table.append(contact)) stop("a contact nests too deeply");
    table.settle();
    std::size_t rounds = 0;
    std::size_t held = 0;
    for (auto _ : state) {
      ++rounds;
      predicate::match_rows(set, table, [&](auto, const auto& rows) { held += rows.count(); });
    }
    show(state, load, rounds * load.contacts.size(), held);
  });
}

using benchmark::Counter;
const auto kForOne = Counter::kIsIterationInvariantRate | Counter::kInvert;

// Time and memory for one condition, of all together.
void add_building(const Workload& load) {
  const auto count = static_cast<double>(load.conditions.size());
  benchmark::RegisterBenchmark("compile", [&, count](benchmark::State& state) {
    for (auto _ : state)
      for (const std::string& text : load.texts) {
        auto condition = compile(Source("condition", text));
        benchmark::DoNotOptimize(condition);
      }
    state.counters["per_condition"] = Counter(count / 1e9, kForOne);
  });
  benchmark::RegisterBenchmark("build", [&, count](benchmark::State& state) {
    for (auto _ : state) {
      const predicate::ConditionSet set = set_of(load.conditions);
      benchmark::DoNotOptimize(set);
    }
    state.counters["per_condition"] = Counter(count / 1e9, kForOne);
    state.counters["bytes"] = static_cast<double>(bytes_of_set(load.conditions)) / count;
  });
}

// So many conditions that have just been compiled, from here and there, and their numbers.
class Batch {
 public:
  static constexpr std::size_t kSize = 64;

  explicit Batch(const Workload& load) : load_(load) {}

  void compile_next() {
    constexpr std::size_t kStep = 7919;
    conditions.clear();
    ids.clear();
    for (std::size_t i = 0; i < kSize; ++i) {
      at_ = (at_ + kStep) % load_.texts.size();
      ids.push_back(at_);
      conditions.push_back(*compile(Source("condition", load_.texts[at_])));
    }
  }

  std::vector<predicate::ConditionSet::Id> ids;
  std::vector<Condition> conditions;

 private:
  const Workload& load_;
  std::size_t at_ = 0;
};

// Measures change(set, id, condition), and what undoes it not.
template <class Change, class Undo>
void add_change(const char* name, const Workload& load, Change change, Undo undo) {
  benchmark::RegisterBenchmark(name, [&, change, undo](benchmark::State& state) {
    predicate::ConditionSet set = set_of(load.conditions);
    Batch batch(load);
    bool all = true;
    for (auto _ : state) {
      state.PauseTiming();
      batch.compile_next();
      state.ResumeTiming();
      for (std::size_t i = 0; i < Batch::kSize; ++i)
        all = change(set, batch.ids[i], batch.conditions[i]) && all;
      state.PauseTiming();
      for (std::size_t i = 0; i < Batch::kSize; ++i)
        all = undo(set, batch.ids[i], batch.conditions[i]) && all;
      state.ResumeTiming();
    }
    if (!all) stop("a change was refused");
    state.counters["per_condition"] = Counter(Batch::kSize / 1e9, kForOne);
  });
}

// Of a set that has all conditions.
void add_changes(const Workload& load) {
  const std::size_t count = load.conditions.size();
  using Set = predicate::ConditionSet;
  add_change(
      "change/add", load,
      [=](Set& set, auto id, const auto& condition) { return set.add(count + id, condition); },
      [=](Set& set, auto id, const auto&) { return set.remove(count + id); });
  add_change(
      "change/remove", load, [](Set& set, auto id, const auto&) { return set.remove(id); },
      [](Set& set, auto id, const auto& condition) { return set.add(id, condition); });
  add_change(
      "change/replace", load,
      [=](Set& set, auto id, const auto& condition) {
        return set.replace((id + 1) % count, condition);
      },
      [](Set&, auto, const auto&) { return true; });
}

int main_of(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (argc != 3) stop("usage: set_bench CONTACTS CONDITIONS [--benchmark_…]");
  const Workload load = tamis::load(argv[1], argv[2]);
  add_loops(load);
  add_set(load);
  add_table(load);
  add_building(load);
  add_changes(load);
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}

}  // namespace
}  // namespace tamis

int main(int argc, char** argv) {
  return tamis::main_of(argc, argv);
}
