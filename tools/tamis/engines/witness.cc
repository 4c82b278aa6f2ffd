#include "tools/tamis/engines/witness.h"

#include <cstdlib>

#include <fmt/format.h>
#include <tamis/extended_json.h>
#include <tamis/mongodb.h>
#include <nlohmann/json.hpp>

#include "tools/tamis/engines/adapters.h"
#include "tools/tamis/engines/stored.h"

namespace tamis::engines {
namespace {

std::vector<std::string> command_of(std::string_view name) {
  const char* named = std::getenv("TAMIS_WITNESSES");
  const std::string folder = named == nullptr ? "tests/witnesses" : named;
  if (name == "mongomock") return {folder + "/mongomock_witness.py"};
  return {"node", folder + "/javascript.mjs", std::string(name)};
}

std::string question(const Value& filter, const std::vector<Value>& documents) {
  const Value value = Value::object({{"filter", filter}, {"docs", Array(documents)}});
  return to_extended_json(value, ExtendedJson::Canonical);
}

// A witness asked what the condition says as it was written.
class WitnessEngine : public Engine {
 public:
  explicit WitnessEngine(std::string_view name) : name_(name), witness_(name) {}

  Outcome run(const Condition& condition, const Documents& documents,
              const Context& context) override {
    const Context at{context.now_ms, zone_of(condition, context)};
    const auto filter = mongodb::emit(condition, {.now = at, .verbatim = true});
    if (!filter) return Rejected{error_codes(filter.diagnostics())};
    const Testimony said = witness_.hear(
        filter->filter, condition.schema() ? as_stored(documents.values(), *condition.schema())
                                           : documents.values());
    if (said.silent) return Skipped{fmt::format("{} is not installed", name_)};
    if (!said.refusal.empty()) return Skipped{fmt::format("{} refuses: {}", name_, said.refusal)};
    if (!said.outside.empty()) return Skipped{fmt::format("{} has not {}", name_, said.outside)};
    if (!said.unknown.empty()) return Skipped{fmt::format("{} has not all documents", name_)};
    return Matched{said.match};
  }

 private:
  std::string_view name_;
  Witness witness_;
};

}  // namespace

Witness::Witness(std::string_view name) : child_(command_of(name)) {}

Testimony Witness::hear(const Value& filter, const std::vector<Value>& documents) {
  Testimony said;
  const std::optional<std::string> line = child_.ask(question(filter, documents));
  const auto answer = line ? nlohmann::json::parse(*line, nullptr, false) : nlohmann::json();
  if (!answer.is_object()) {
    said.silent = true;
    return said;
  }
  said.refusal = answer.value("error", "");
  said.outside = answer.value("outside", "");
  said.match = answer.value("match", said.match);
  said.unknown = answer.value("unknown", said.unknown);
  return said;
}

std::unique_ptr<Engine> make_mingo() {
  return std::make_unique<WitnessEngine>("mingo");
}

std::unique_ptr<Engine> make_sift() {
  return std::make_unique<WitnessEngine>("sift");
}

std::unique_ptr<Engine> make_mongomock() {
  return std::make_unique<WitnessEngine>("mongomock");
}

}  // namespace tamis::engines
