#include "tests/witnesses/known_differences.h"

#include <algorithm>
#include <fstream>
#include <variant>

#include <nlohmann/json.hpp>

#include "tests/support/catch.h"

namespace tamis::witnesses {
namespace {

RegexProgram pattern(const nlohmann::json& entry, const char* key) {
  auto compiled = RegexProgram::compile(entry.value(key, ""), "", RegexProfile::Full);
  INFO(entry.dump());
  REQUIRE(std::holds_alternative<RegexProgram>(compiled));
  return std::get<RegexProgram>(compiled);
}

Kind kind_of(const std::string& word) {
  return word == "refuses" ? Kind::Refuses : word == "emitted" ? Kind::Emitted : Kind::Differs;
}

}  // namespace

std::vector<Difference> known_differences() {
  std::ifstream file(kKnownDifferences);
  REQUIRE(file);
  std::vector<Difference> all;
  for (const nlohmann::json& entry : nlohmann::json::parse(file))
    all.push_back({.witness = entry.at("witness"),
                   .kind = kind_of(entry.at("kind")),
                   .filter = pattern(entry, "filter"),
                   .document = pattern(entry, "document"),
                   .reason = entry.at("reason"),
                   .seen = entry.value("seen", std::map<std::string, std::size_t>())});
  return all;
}

std::size_t class_of(const std::vector<Difference>& known, std::string_view witness, Kind kind,
                     std::string_view filter, std::string_view document) {
  const auto fits = [&](const Difference& it) {
    return it.witness == witness && it.kind == kind && it.filter.search(filter) &&
           it.document.search(document);
  };
  return static_cast<std::size_t>(std::find_if(known.begin(), known.end(), fits) - known.begin());
}

}  // namespace tamis::witnesses
