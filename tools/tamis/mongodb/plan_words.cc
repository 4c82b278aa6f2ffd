#include "tools/tamis/mongodb/plan_words.h"

#include <algorithm>
#include <string_view>

#include <fmt/format.h>
#include <tamis/extended_json.h>

namespace tamis::server {
namespace {

struct Stage {
  std::string_view name;
  std::string_view words;
};

constexpr Stage kStages[] = {
    {"COLLSCAN", "reads the whole collection: no index serves the filter"},
    {"EOF", "knows that nothing matches, and reads nothing"},
    {"IDHACK", "looks up one `_id`"},
    {"EXPRESS_IXSCAN", "looks up one value in an index"},
    {"FETCH", "fetches the documents"},
    {"OR", "joins what each branch of an `$or` finds"},
    {"AND_HASH", "keeps what all of these find"},
    {"AND_SORTED", "keeps what all of these find"},
    {"SORT_MERGE", "merges what these find, in order"},
    {"SHARDING_FILTER", "leaves out what belongs to another shard"},
    {"SHARD_MERGE", "gathers what the shards find"},
    {"SINGLE_SHARD", "asks one shard"},
    {"SUBPLAN", "plans each branch of an `$or` for itself"},
    {"LIMIT", "stops when enough are found"},
    {"PROJECTION_SIMPLE", "keeps the fields asked for"},
    {"PROJECTION_COVERED", "answers from the index alone"},
    {"CLUSTERED_IXSCAN", "reads a range of the collection, which is clustered by its key"},
    {"COUNT", "counts"},
    {"COUNT_SCAN", "counts in an index"},
    {"RECORD_STORE_FAST_COUNT", "knows how many documents there are"},
};

std::string text_of(const Value* value) {
  const auto* text = value == nullptr ? nullptr : value->get_if<std::string>();
  return text == nullptr ? std::string() : *text;
}

std::string json_of(const Value& value) {
  return to_extended_json(value, ExtendedJson::Relaxed);
}

// `country` from ["FI", "FI"], …: the ranges of each key of an index.
std::string ranges_of(const Value& bounds) {
  std::string text;
  const auto* fields = bounds.get_if<Object>();
  if (fields == nullptr) return text;
  for (const Member& field : *fields) {
    std::string ranges;
    if (const auto* list = field.value.get_if<Array>())
      for (const Value& range : *list)
        ranges +=
            fmt::format("{}{}", ranges.empty() ? "" : ", ",
                        range.is(BsonType::String) ? range.as<std::string>() : json_of(range));
    const bool all = ranges == "[MinKey, MaxKey]";
    text += fmt::format("{}`{}` {}", text.empty() ? "" : ", ", field.key,
                        all ? "anywhere" : "in " + ranges);
  }
  return text;
}

std::string index_scan(const Value& stage, std::string_view verb) {
  std::string text = fmt::format("{} the index `{}`", verb, text_of(stage.find("indexName")));
  if (const Value* bounds = stage.find("indexBounds"))
    if (const std::string ranges = ranges_of(*bounds); !ranges.empty()) text += ": " + ranges;
  return text;
}

std::string words_of(const Value& stage) {
  const std::string name = text_of(stage.find("stage"));
  std::string text;
  if (name == "IXSCAN") {
    text = index_scan(stage, "reads");
  } else if (name == "COUNT_SCAN" || name == "DISTINCT_SCAN") {
    text = index_scan(stage, "counts in");
  } else {
    const auto* known = std::find_if(std::begin(kStages), std::end(kStages),
                                     [&](const Stage& it) { return it.name == name; });
    text = known == std::end(kStages) ? fmt::format("does `{}`", name) : std::string(known->words);
  }
  if (const Value* filter = stage.find("filter"))
    text += fmt::format("; keeps those that meet {}", json_of(*filter));
  return text;
}

void add(const Value& stage, std::size_t depth, std::vector<std::string>& out);

// Stages below come first, as they run first.
void add_inputs(const Value& stage, std::size_t depth, std::vector<std::string>& out) {
  for (const char* key : {"queryPlan", "winningPlan", "inputStage", "thenStage", "elseStage",
                          "outerStage", "innerStage"})
    if (const Value* input = stage.find(key)) add(*input, depth, out);
  for (const char* key : {"inputStages", "shards"}) {
    const Value* inputs = stage.find(key);
    const auto* list = inputs == nullptr ? nullptr : inputs->get_if<Array>();
    if (list == nullptr) continue;
    for (const Value& input : *list) {
      const std::string shard = text_of(input.find("shardName"));
      if (!shard.empty()) out.push_back(fmt::format("{:{}}on shard `{}`:", "", depth * 2, shard));
      add(input, depth + 1, out);
    }
  }
}

void add(const Value& stage, std::size_t depth, std::vector<std::string>& out) {
  add_inputs(stage, depth, out);
  if (stage.find("stage") == nullptr) return;
  out.push_back(fmt::format("{:{}}{}", "", depth * 2, words_of(stage)));
}

}  // namespace

std::vector<std::string> plan_in_words(const Value& reply) {
  const Value* planner = reply.find("queryPlanner");
  std::vector<std::string> lines;
  if (planner != nullptr) add_inputs(*planner, 0, lines);
  if (lines.empty()) lines.push_back("the server's reply tells no plan: " + json_of(reply));
  return lines;
}

}  // namespace tamis::server
