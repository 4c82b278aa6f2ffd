#include "tools/tamis/engines/lists.h"

#include <algorithm>
#include <iterator>

#include <nlohmann/json.hpp>

#include "tools/tamis/engines/list_texts.h"

namespace tamis::engines {
namespace {

using nlohmann::json;
using Strings = std::vector<std::string>;

bool contains(const Strings& strings, std::string_view text) {
  return std::find(strings.begin(), strings.end(), text) != strings.end();
}

Policy to_policy(const json& entry) {
  return {.name = entry.at("name"),
          .reason = entry.at("reason"),
          .codes = entry.value("codes", Strings()),
          .cases = entry.value("cases", Strings()),
          .not_yet = entry.value("not_yet", false)};
}

void add_excuses(std::string_view text, const std::string& word, std::vector<Excuse>& excuses) {
  for (const json& entry : json::parse(text))
    excuses.push_back({.reason = word + ": " + entry.at("reason").get<std::string>(),
                       .cases = entry.value("cases", Strings()),
                       .rule = entry.value("rule", ""),
                       .engine = entry.value("engine", "")});
}

Lists parse_lists() {
  Lists lists;
  for (const json& entry : json::parse(kPoliciesText)) lists.policies.push_back(to_policy(entry));
  add_excuses(kSupersededText, "superseded", lists.excuses);
  add_excuses(kKnownGapsText, "known gap", lists.excuses);
  return lists;
}

}  // namespace

const Policy* Lists::policy_of(std::string_view id, const Strings& codes) const {
  const auto covers = [&](const Policy& policy) {
    return contains(policy.cases, id) ||
           (!codes.empty() && std::all_of(codes.begin(), codes.end(), [&](const auto& code) {
             return contains(policy.codes, code);
           }));
  };
  const auto it = std::find_if(policies.begin(), policies.end(), covers);
  return it == policies.end() ? nullptr : &*it;
}

const Excuse* Lists::excuse_of(std::string_view id, std::string_view engine) const {
  const auto covers = [&](const Excuse& excuse) {
    return (excuse.engine.empty() || excuse.engine == engine) && contains(excuse.cases, id);
  };
  const auto it = std::find_if(excuses.begin(), excuses.end(), covers);
  return it == excuses.end() ? nullptr : &*it;
}

const Lists& built_in_lists() {
  static const Lists lists = parse_lists();
  return lists;
}

}  // namespace tamis::engines
