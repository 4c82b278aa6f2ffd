#include "tools/tamis/engines/conformance.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <tamis/extended_json.h>

#include "tools/tamis/engines/adapters.h"
#include "tools/tamis/engines/superseded.h"

namespace tamis::engines {
namespace {

std::string list_of(const std::vector<std::uint32_t>& ids) {
  return fmt::format("[{}]", fmt::join(ids, ","));
}

std::string refused_with(const std::vector<std::string>& codes) {
  return fmt::format("refused {}", fmt::join(codes, " "));
}

}  // namespace

struct Conformance::Verdict {
  enum class Kind { Agreed, Differed, Refused, Skipped };
  Kind kind = Kind::Agreed;
  std::string expected = {}, got = {};  // Differed
  std::vector<std::string> codes = {};  // Refused
  std::string reason = {};              // Skipped

  static Verdict differed(std::string expected, std::string got) {
    return {.kind = Kind::Differed, .expected = std::move(expected), .got = std::move(got)};
  }
  static Verdict compare(const std::string& expected, const std::string& got) {
    return expected == got ? Verdict() : differed(expected, got);
  }
};

Conformance::Conformance(const std::vector<EngineInfo>& engines, std::optional<Schema> schema,
                         const Lists& lists)
    : options_{.schema = std::move(schema),
               .spelling = Spelling::MongoDb,
               .regex = RegexProfile::Full},
      lists_(lists) {
  for (const EngineInfo& engine : engines) {
    engines_.push_back(engine.make());
    report_.engines.emplace_back().name = engine.name;
  }
}

Result<Condition> Conformance::compile_case(const Case& found) const {
  CompileOptions options = options_;
  options.time_zone = found.time_zone;
  if (!found.schema.empty()) {
    const Result<Schema> schema = parse_schema(Source(found.id, found.schema));
    if (!schema) return schema.diagnostics();
    options.schema = *schema;
    options.spelling.reset();
  }
  return compile(Source(found.id, found.condition), options);
}

void Conformance::run(const Case& found) {
  if (found.is_shell_text) {
    const Verdict verdict = judge_text(found);
    for (EngineCount& engine : report_.engines) count(found, engine, verdict);
    return;
  }
  const Result<Condition> condition = compile_case(found);
  const Documents documents(found.documents);
  for (std::size_t i = 0; i < engines_.size(); ++i)
    count(found, report_.engines[i], judge(found, condition, *engines_[i], documents));
}

Conformance::Verdict Conformance::judge(const Case& found, const Result<Condition>& condition,
                                        Engine& engine, const Documents& documents) const {
  if (!condition) return judge_refusal(found, error_codes(condition.diagnostics()));
  if (!found.accept) return judge_acceptance(found);
  const Context at{.now_ms = found.now_ms, .time_zone = ""};
  const Outcome outcome = engine.run(*condition, documents, at);
  if (const auto* rejected = std::get_if<Rejected>(&outcome))
    return {.kind = Verdict::Kind::Refused, .codes = rejected->codes};
  if (const auto* skipped = std::get_if<Skipped>(&outcome))
    return {.kind = Verdict::Kind::Skipped, .reason = skipped->reason};
  if (const auto* failed = std::get_if<Failed>(&outcome))
    return Verdict::differed(list_of(found.match), failed->what);
  const auto& matched = std::get<Matched>(outcome);
  return Verdict::compare(list_of(owed(found.match, matched, *condition, documents, at)),
                          list_of(matched.ids));
}

Conformance::Verdict Conformance::judge_refusal(const Case& found,
                                                const std::vector<std::string>& codes) const {
  const Policy* policy = lists_.policy_of(found.id, codes);
  if (!found.accept && (policy == nullptr || !policy->not_yet)) return {};
  if (found.accept && !found.has_documents && policy == nullptr)
    return Verdict::differed("accepted", refused_with(codes));
  return {.kind = Verdict::Kind::Refused, .codes = codes};
}

// Of what MongoDB refuses.
Conformance::Verdict Conformance::judge_acceptance(const Case& found) const {
  const Policy* policy = lists_.policy_of(found.id, {});
  if (policy == nullptr) return Verdict::differed("refused", "accepted");
  return {.kind = Verdict::Kind::Skipped, .reason = "policy: " + policy->reason};
}

// Shell text may stand for any value, so it is read and not compiled.
Conformance::Verdict Conformance::judge_text(const Case& found) const {
  Diagnostics diagnostics;
  std::optional<Value> value;
  const Result<SyntaxTree> tree = parse_syntax(Source(found.id, found.condition));
  if (tree)
    value = read_value(*tree, tree->root_index(), {}, diagnostics);
  else
    diagnostics = tree.diagnostics();
  if (!value) return judge_refusal(found, error_codes(diagnostics));
  if (!found.accept) return judge_acceptance(found);
  if (!found.stands_for || identical(*found.stands_for, *value)) return {};
  return Verdict::differed(to_extended_json(*found.stands_for, ExtendedJson::Canonical),
                           to_extended_json(*value, ExtendedJson::Canonical));
}

void Conformance::count(const Case& found, EngineCount& count, Verdict verdict) {
  using Kind = Verdict::Kind;
  if (const Excuse* excuse = lists_.excuse_of(found.id, count.name)) {
    if (verdict.kind == Kind::Agreed)
      report_.unexpected_passes.push_back({found.id, count.name, excuse->reason, "agrees"});
    if (verdict.kind == Kind::Differed) verdict = {.kind = Kind::Skipped, .reason = excuse->reason};
  }
  if (verdict.kind == Kind::Differed)
    if (const std::string* reason = superseded(found, lists_))
      verdict = {.kind = Kind::Skipped, .reason = *reason};
  ++count.cases;
  switch (verdict.kind) {
    case Kind::Agreed:
      ++count.agreed;
      break;
    case Kind::Differed:
      ++count.differed;
      report_.differences.push_back(
          {found.id, count.name, std::move(verdict.expected), std::move(verdict.got)});
      break;
    case Kind::Refused: {
      ++count.refused;
      const Policy* policy = lists_.policy_of(found.id, verdict.codes);
      if (policy == nullptr)
        report_.without_policy.push_back(
            {found.id, count.name, list_of(found.match), refused_with(verdict.codes)});
      for (const std::string& code : verdict.codes)
        ++count.codes[fmt::format("{} ({})", code, policy ? policy->name : "no policy")];
      break;
    }
    case Kind::Skipped:
      ++count.skipped;
      ++count.reasons[verdict.reason];
      break;
  }
}

}  // namespace tamis::engines
