// `matches_text` over NDJSON beside what does as much with simdjson.
//
//   tests/bench/workload contacts 200000 contacts.ndjson
//   tests/bench/workload conditions conditions.json
//   stream_bench contacts.ndjson conditions.json [rounds]
//
// Prints a table of nanoseconds of processor time for one line. Where every line is checked, ours
// stands beside simdjson's parse into a DOM, which finds malformed lines, too, and is asked
// nothing. Where lines are trusted, it stands beside a reader written by hand for the condition
// with On-Demand: it does what one writes who wants speed, takes fields in the order in which the
// contacts have them, is out as soon as the answer is known, and leaves the rest of a line
// unchecked. It must find as many contacts as we do. All read the same lines from memory, in turn;
// a ratio is formed within one round, and the median of the rounds is shown.
//
//   stream_bench contacts.ndjson conditions.json --answer checked|trusted
//
// answers tools/dev/bench (tests/bench/answer.h): a predicate::Stream is fed all lines as they lie
// in memory.
#include <fmt/format.h>
#include <re2/re2.h>
#include <simdjson.h>

#include <tamis/compile.h>
#include <tamis/predicate.h>
#include <tamis/stream.h>
#include <nlohmann/json.hpp>

#include "tests/bench/answer.h"
#include "tests/bench/rounds.h"
#include "tests/support/lines.h"

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <functional>
#include <iostream>
#include <iterator>
#include <optional>
#include <sstream>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace tamis {
namespace {

using bench::measure;
using bench::median;
using bench::Run;
using bench::stop;
using Json = nlohmann::ordered_json;
using simdjson::ondemand::object;
using simdjson::ondemand::value;

// ── by hand ──────────────────────────────────────────────────────────────────────────────────────

using Reader = std::function<std::size_t(const std::vector<std::string_view>&)>;

template <class Holds>
Reader reader(Holds holds) {
  return [holds = std::move(holds)](const std::vector<std::string_view>& lines) {
    simdjson::ondemand::parser parser;
    std::size_t matched = 0;
    for (const std::string_view line : lines) {
      auto document =
          parser.iterate(line.data(), line.size(), line.size() + simdjson::SIMDJSON_PADDING);
      object contact;
      if (document.get_object().get(contact) != simdjson::SUCCESS) stop("not an object");
      if (holds(contact)) ++matched;
    }
    return matched;
  };
}

// The field's value where it is a T, else `otherwise`.
template <class T, class Object>
T get(Object& from, std::string_view name, T otherwise) {
  T found;
  return from.find_field(name).get(found) == simdjson::SUCCESS ? found : otherwise;
}

template <class Object>
std::string_view text(Object& from, std::string_view name) {
  return get<std::string_view>(from, name, {});
}

bool has_object(object& from, std::string_view name, object& found) {
  return from.find_field(name).get(found) == simdjson::SUCCESS;
}

bool is_null_or_missing(object& from, std::string_view name) {
  value found;
  return from.find_field(name).get(found) != simdjson::SUCCESS || found.is_null();
}

class Texts {
 public:
  explicit Texts(const Json& list) : texts_(list.get<std::vector<std::string>>()) {
    set_.insert(texts_.begin(), texts_.end());
  }
  Texts(const Texts& other) : Texts(Json(other.texts_)) {}
  bool contains(std::string_view text) const {
    if (texts_.size() > 16) return set_.contains(text);
    return std::find(texts_.begin(), texts_.end(), text) != texts_.end();
  }

 private:
  std::vector<std::string> texts_;
  std::unordered_set<std::string_view> set_;
};

template <class Test>
bool any_text(object& from, std::string_view name, Test test) {
  simdjson::ondemand::array array;
  if (from.find_field(name).get(array) != simdjson::SUCCESS) return false;
  for (auto element : array) {
    std::string_view text;
    if (element.get(text) == simdjson::SUCCESS && test(text)) return true;
  }
  return false;
}

template <class Test>
bool any_object(object& from, std::string_view name, Test test) {
  simdjson::ondemand::array array;
  if (from.find_field(name).get(array) != simdjson::SUCCESS) return false;
  for (auto element : array) {
    object inner;
    if (element.get(inner) == simdjson::SUCCESS && test(inner)) return true;
  }
  return false;
}

bool is_topic(object& topic, std::string_view id) {
  return text(topic, "id") == id && text(topic, "state") == "subscribed";
}

// `filter` is the condition, from which the operands come. None: there is no such reader.
Reader by_hand(const std::string& id, const Json& filter) {
  const std::string kind = id.substr(0, 3);
  if (kind == "c01") return reader([](object& c) { return text(c, "status") == "subscribed"; });
  if (kind == "c02") return reader([](object& c) { return text(c, "country") == "US"; });
  if (kind == "c03")
    return reader(
        [id = filter.at("id").get<std::string>()](object& c) { return text(c, "id") == id; });
  if (kind == "c05")
    return reader([](object& c) {
      object p;
      return has_object(c, "properties", p) && get(p, "lifetime_value", 0.0) > 500;
    });
  if (kind == "c07")
    return reader([low = filter.at("createdAt").at("$gte").get<std::int64_t>(),
                   high = filter.at("createdAt").at("$lt").get<std::int64_t>()](object& c) {
      const auto at = get<std::int64_t>(c, "createdAt", -1);
      return low <= at && at < high;
    });
  if (kind == "c08")
    return reader([in = Texts(filter.at("country").at("$in"))](object& c) {
      return in.contains(text(c, "country"));
    });
  if (kind == "c10")
    return reader([in = Texts(filter.at("email").at("$in"))](object& c) {
      return in.contains(text(c, "email"));
    });
  if (kind == "c12")
    return reader([](object& c) {
      value phone;
      return c.find_field("phone").get(phone) == simdjson::SUCCESS;
    });
  if (kind == "c14")
    return reader([](object& c) { return is_null_or_missing(c, "unsubscribedAt"); });
  if (kind == "c16")
    return reader([](object& c) {
      if (text(c, "country") != "US" || text(c, "status") != "subscribed") return false;
      object p;
      return has_object(c, "properties", p) && get(p, "is_vip", false);
    });
  if (kind == "c22")
    return reader([](object& c) { return text(c, "email").ends_with("@gmail.com"); });
  if (kind == "c23")
    return reader([](object& c) { return text(c, "email").find("son") != std::string_view::npos; });
  if (kind == "c25")
    return reader([re = std::make_shared<RE2>(filter.at("email").at("$regex").get<std::string>())](
                      object& c) {
      const std::string_view email = text(c, "email");
      return RE2::PartialMatch(re2::StringPiece(email.data(), email.size()), *re);
    });
  if (kind == "c26")
    return reader([tag = filter.at("tags").get<std::string>()](object& c) {
      return any_text(c, "tags", [&](std::string_view each) { return each == tag; });
    });
  if (kind == "c28")
    return reader([all = filter.at("tags").at("$all").get<std::vector<std::string>>()](object& c) {
      std::size_t left = 3;  // the bits of those not yet seen
      return any_text(c, "tags", [&](std::string_view each) {
        if (each == all[0]) left &= ~std::size_t{1};
        if (each == all[1]) left &= ~std::size_t{2};
        return left == 0;
      });
    });
  if (kind == "c31")
    return reader([](object& c) {
      return any_object(c, "topics", [](object& topic) { return is_topic(topic, "topic_07"); });
    });
  if (kind == "c33")
    return reader(
        [in = Texts(filter.at("orders").at("$elemMatch").at("sku").at("$in"))](object& c) {
          return any_object(c, "orders", [&](object& order) {
            return in.contains(text(order, "sku")) && get(order, "qty", 0.0) > 1 &&
                   get(order, "price", 0.0) >= 60;
          });
        });
  if (kind == "c34")
    return reader([](object& c) {
      return any_object(c, "orders", [](object& order) { return get(order, "price", 0.0) > 200; });
    });
  if (kind == "c36")
    return reader([](object& c) {
      object p;
      object nested;
      object address;
      return has_object(c, "properties", p) && has_object(p, "nested", nested) &&
             has_object(nested, "address", address) && text(address, "zip").starts_with("94");
    });
  if (kind == "c37")
    return reader([](object& c) {
      object p;
      object nested;
      object address;
      object geo;
      if (!has_object(c, "properties", p) || !has_object(p, "nested", nested) ||
          !has_object(nested, "address", address) || !has_object(address, "geo", geo))
        return false;
      const double lat = get(geo, "lat", -1000.0);
      const double lng = get(geo, "lng", -1000.0);
      return lat >= 35 && lat <= 60 && lng >= -10 && lng <= 40;
    });
  if (kind == "c38")
    return reader([countries = Texts(filter.at("country").at("$in")),
                   tags = Texts(filter.at("tags").at("$in")),
                   topics = Texts(filter.at("topics").at("$elemMatch").at("id").at("$in")),
                   since = filter.at("createdAt").at("$gte").get<std::int64_t>()](object& c) {
      if (!countries.contains(text(c, "country")) || text(c, "status") != "subscribed" ||
          get<std::int64_t>(c, "createdAt", -1) < since ||
          !any_text(c, "tags", [&](std::string_view tag) { return tags.contains(tag); }) ||
          !any_object(c, "topics", [&](object& topic) {
            return topics.contains(text(topic, "id")) && text(topic, "state") == "subscribed";
          }))
        return false;
      object p;
      return has_object(c, "properties", p) && get(p, "lifetime_value", 0.0) > 50;
    });
  return nullptr;
}

// ── measured ─────────────────────────────────────────────────────────────────────────────────────

std::size_t parse_all(const std::vector<std::string_view>& lines) {
  simdjson::dom::parser parser;
  return static_cast<std::size_t>(std::count_if(lines.begin(), lines.end(), [&](auto line) {
    return parser.parse(line.data(), line.size(), false).error() == simdjson::SUCCESS;
  }));
}

// What the rounds gave for ours and for what it stands beside.
struct Pair {
  std::vector<double> ours, theirs, ratios;

  void add(const Run& our, const Run& their) {
    ours.push_back(our.ns);
    theirs.push_back(their.ns);
    ratios.push_back(our.ns / their.ns);
  }
  std::string cells() const {
    return fmt::format("{:.0f} | {:.0f} | {:.2f}", median(ours), median(theirs), median(ratios));
  }
};

struct Row {
  Pair checked, trusted;
};

Row compare(const std::string& id, const Json& filter, const Reader& by_hand,
            const std::vector<std::string_view>& lines, int rounds) {
  const auto condition = compile(Source(id, filter.dump()));
  if (!condition) stop(fmt::format("not a condition: {}", id));
  predicate::Matcher matcher(predicate::compile(*condition));
  const auto ours = [&](predicate::TextCheck check) {
    return static_cast<std::size_t>(std::count_if(lines.begin(), lines.end(), [&](auto line) {
      return matcher.matches_text(line, {}, check).matched();
    }));
  };
  Row row;
  for (int round = 0; round <= rounds; ++round) {
    const Run checked = measure(lines.size(), [&] { return ours(predicate::TextCheck::Whole); });
    const Run parsed = measure(lines.size(), [&] { return parse_all(lines); });
    const Run trusted = measure(lines.size(), [&] { return ours(predicate::TextCheck::Needed); });
    const Run theirs = measure(lines.size(), [&] { return by_hand(lines); });
    if (parsed.matched != lines.size()) stop("a line is malformed");
    if (checked.matched != theirs.matched || trusted.matched != theirs.matched)
      stop(fmt::format("{}: {} match, {} of what is trusted, and {} by hand", id, checked.matched,
                       trusted.matched, theirs.matched));
    if (round == 0) continue;  // to warm up
    row.checked.add(checked, parsed);
    row.trusted.add(trusted, theirs);
  }
  return row;
}

std::size_t count_in_stream(const predicate::Program& program, std::string_view lines,
                            predicate::TextCheck check) {
  std::size_t found = 0;
  predicate::Stream stream(
      program,
      [&](const predicate::StreamDocument&, const predicate::Verdict& verdict) {
        found += verdict.matched() ? 1U : 0U;
        return true;
      },
      {.check = check});
  stream.feed(lines);
  stream.finish();
  return found;
}

int answer(const std::string& name, std::string_view text, std::size_t lines,
           const Json& conditions) {
  if (name != "checked" && name != "trusted") stop("--answer takes `checked` or `trusted`");
  const auto check = name == "checked" ? predicate::TextCheck::Whole : predicate::TextCheck::Needed;
  bench::answer(conditions, [&](const std::string& id, const Json& filter) {
    const auto condition = compile(Source(id, filter.dump()));
    if (!condition) stop(fmt::format("not a condition: {}", id));
    const predicate::Program program = predicate::compile(*condition);
    return measure(lines, [&] { return count_in_stream(program, text, check); });
  });
  return 0;
}

int main_of(int argc, char** argv) {
  if (argc < 3) stop("usage: stream_bench CONTACTS CONDITIONS [ROUNDS | --answer …]");
  std::string text = bench::content_of(argv[1]);
  text.reserve(text.size() + simdjson::SIMDJSON_PADDING);
  const std::vector<std::string_view> lines = lines_of(text);
  const Json conditions = Json::parse(bench::content_of(argv[2]));
  if (argc == 5 && std::string_view(argv[3]) == "--answer")
    return answer(argv[4], text, lines.size(), conditions);
  const int rounds = argc == 4 ? std::atoi(argv[3]) : 5;
  fmt::print("{} lines, {} bytes; simdjson runs as {}\n\n", lines.size(), text.size(),
             simdjson::get_active_implementation()->name());
  fmt::print(
      "| Condition | All checked, ns | Into a DOM, ns | Ratio | What is needed, ns | By hand, ns | "
      "Ratio |\n| --- | --- | --- | --- | --- | --- | --- |\n");
  std::vector<double> checked, trusted;
  for (const Json& entry : conditions) {
    const auto id = entry.at("id").get<std::string>();
    const Reader reader = by_hand(id, entry.at("filter"));
    if (!reader) continue;
    const Row row = compare(id, entry.at("filter"), reader, lines, rounds);
    fmt::print("| `{}` | {} | {} |\n", id, row.checked.cells(), row.trusted.cells());
    checked.push_back(median(row.checked.ratios));
    trusted.push_back(median(row.trusted.ratios));
  }
  if (checked.empty()) stop("none of the conditions is known by hand");
  fmt::print("| median | | | {:.2f} | | | {:.2f} |\n", median(checked), median(trusted));
  return 0;
}

}  // namespace
}  // namespace tamis

int main(int argc, char** argv) {
  return tamis::main_of(argc, argv);
}
