#include <tamis/mongodb.h>

#include <algorithm>

#include <fmt/format.h>

#include "backends/mongodb/laws.h"
#include "backends/mongodb/names.h"
#include "backends/mongodb/plan_writer.h"
#include "backends/mongodb/relative_dates.h"
#include "backends/mongodb/tree_writer.h"
#include "compiler/check/check.h"
#include "compiler/match_expression.h"
#include "compiler/report.h"

namespace tamis::mongodb {
namespace {

constexpr std::pair<std::string_view, Version> kVersions[] = {{"4.4", Version::V4_4},
                                                              {"5.0", Version::V5_0},
                                                              {"6.0", Version::V6_0},
                                                              {"7.0", Version::V7_0},
                                                              {"8.0", Version::V8_0}};

std::uint32_t nesting_of(const Value& value) {
  std::uint32_t inside = 0;
  if (const auto* array = value.get_if<Array>()) {
    for (const Value& element : *array) inside = std::max(inside, nesting_of(element));
  } else if (const auto* object = value.get_if<Object>()) {
    for (const Member& member : *object) inside = std::max(inside, nesting_of(member.value));
  } else if (const auto* code = value.get_if<JavaScriptWithScope>()) {
    for (const Member& member : code->scope) inside = std::max(inside, nesting_of(member.value));
    return inside + 2;
  } else {
    return 0;
  }
  return inside + 1;
}

class Emitter {
 public:
  Emitter(const Condition& condition, const EmitOptions& options)
      : condition_(condition),
        options_(options),
        zone_(options.now && !options.now->time_zone.empty()
                  ? std::string_view(options.now->time_zone)
                  : time_zone_of(condition.options())),
        report_(condition.source(), diagnostics_) {}

  Result<MongoFilter> run() {
    MongoFilter result;
    if (options_.version < Version::V7_0) check_patterns(condition_.checked().expression.root);
    if (condition_.schema() && renames_below(condition_.schema()->root()))
      refuse_schemas(condition_.checked().expression.root);
    result.filter = filter();
    if (!has_error(diagnostics_)) result.bson = bytes_of(result.filter);
    sort_by_place(diagnostics_);
    return {std::move(result), std::move(diagnostics_)};
  }

 private:
  Value filter() {
    const bool as_written = options_.verbatim || !condition_.options().normalize;
    const bool stays_relative = !options_.now && condition_.depends_on_now();
    return as_written && !stays_relative ? from_tree() : from_plan();
  }

  Value from_tree() {
    const Moment moment{options_.now ? options_.now->now_ms : 0, zone_};
    const CheckedExpression& checked = condition_.checked();
    return TreeWriter(checked, moment, report_).condition(checked.expression.root);
  }

  Value from_plan() {
    Plan plan{condition_.plan().root.clone()};
    if (options_.now) bind_dates(plan, options_.now->now_ms, zone_);
    normalize_for_filter(plan);
    return PlanWriter(options_.version, zone_, report_).write(plan);
  }

  // Servers of old know four options of regular expressions.
  void check_patterns(const MatchNode& node) {
    const auto check = [&](const Operand& operand) {
      if (!operand.regex || operand.value.as<Regex>().options.find('u') == std::string::npos)
        return;
      report_
          .error("B031", operand.span, "before MongoDB 7.0 a pattern may not have the option `u`",
                 "has the option `u`")
          .help("leave it out: it means nothing, as patterns are always Unicode");
    };
    check(node.operand);
    for (const Operand& member : node.list) check(member);
    for (const MatchNode& child : node.children) check_patterns(child);
  }

  void refuse_schemas(const MatchNode& node) {
    if (node.op == MatchOp::JsonSchema)
      report_
          .error("B032", node.op_span,
                 "`$jsonSchema` cannot be asked where MongoDB has other names for fields",
                 "names fields as they are here")
          .help("test the fields one by one");
    for (const MatchNode& child : node.children) refuse_schemas(child);
  }

  std::string bytes_of(const Value& filter) {
    const SourceSpan whole = condition_.checked().expression.root.span;
    if (nesting_of(filter) > kMaxNesting) {
      report_
          .error("B033", whole,
                 fmt::format("the filter nests deeper than MongoDB's {} levels", kMaxNesting),
                 "objects and arrays count, one in another")
          .help("flatten nested `$and` and `$or`, or shorten nested literals");
      return {};
    }
    // A key with a NUL, which has no BSON either, does not compile.
    std::optional<std::string> bytes = to_bson(filter);
    if (bytes && bytes->size() <= kMaxBytes) return *std::move(bytes);
    report_
        .error("B034", whole,
               fmt::format("the filter has more than MongoDB's {} bytes of BSON", kMaxBytes),
               "too long")
        .help("split long lists over several queries");
    return {};
  }

  const Condition& condition_;
  const EmitOptions& options_;
  std::string_view zone_;
  Diagnostics diagnostics_;
  Reporter report_;
};

}  // namespace

std::optional<Version> version_from(std::string_view text) {
  const auto* it = std::find_if(std::begin(kVersions), std::end(kVersions),
                                [&](const auto& entry) { return entry.first == text; });
  return it == std::end(kVersions) ? std::nullopt : std::optional(it->second);
}

Result<MongoFilter> emit(const Condition& condition, const EmitOptions& options) {
  return Emitter(condition, options).run();
}

}  // namespace tamis::mongodb
