#include <fmt/format.h>

#include <algorithm>

#include "tools/segmentsd/http/body.h"
#include "tools/segmentsd/http/text.h"
#include "tools/segmentsd/resources/collection.h"
#include "tools/segmentsd/resources/handlers.h"
#include "tools/segmentsd/resources/usage.h"
#include "tools/segmentsd/segments/membership.h"

namespace segmentsd {
namespace {

struct Topic {
  std::string name, slug;
  SqlValue description = nullptr;
  std::string visibility = "PUBLIC";
  bool default_opt_in = false;
};

Json topic_json(Call& call, std::int64_t pk) {
  Statement row = call.db.query(
      "SELECT id, name, slug, description, visibility, default_opt_in, created_at, updated_at "
      "FROM topics WHERE pk = ?",
      {pk});
  row.step();
  return {{"object", "topic"},
          {"id", row.text(0)},
          {"name", row.text(1)},
          {"slug", row.text(2)},
          {"description", row.null(3) ? Json(nullptr) : Json(row.text(3))},
          {"visibility", row.text(4)},
          {"defaultOptIn", row.integer(5) != 0},
          {"createdAt", iso8601(row.integer(6))},
          {"updatedAt", iso8601(row.integer(7))}};
}

bool is_slug(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  });
}

// "Product news" becomes "product-news"; other letters than ASCII's give no part of it.
std::string slug_of(std::string_view name) {
  std::string slug;
  for (const char c : lower_case(name)) {
    const bool kept = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (kept)
      slug += c;
    else if (!slug.empty() && slug.back() != '-')
      slug += '-';
  }
  while (slug.ends_with('-')) slug.pop_back();
  return slug;
}

void read_topic(Body& body, Topic& topic, bool created) {
  topic.name = body.text("name", {.min = 1, .max = 100, .required = created}).or_else(topic.name);
  const auto slug = body.text("slug", {.min = 1, .max = 100});
  topic.slug = slug.or_else(created ? slug_of(topic.name) : topic.slug);
  const auto description = body.text("description", {.max = 500, .nullable = true});
  if (description.present)
    topic.description = description.value ? SqlValue(*description.value) : SqlValue(nullptr);
  topic.visibility = body.text("visibility", {.min = 1, .one_of = {"PUBLIC", "PRIVATE"}})
                         .or_else(topic.visibility);
  topic.default_opt_in = body.boolean("defaultOptIn").or_else(topic.default_opt_in);
  if (slug.present && !is_slug(topic.slug))
    body.error("/slug", "INVALID_FIELD_VALUE", "`slug` may hold a to z, 0 to 9, `-` and `_` alone");
  else if (!topic.name.empty() && topic.slug.empty())
    body.error("/slug", "MISSING_REQUIRED_FIELD", "`slug` cannot be made from this name; give one");
  body.finish();
}

void check_slug(Call& call, const Topic& topic, std::int64_t pk) {
  Statement other =
      call.db.query("SELECT 1 FROM topics WHERE workspace = ? AND slug = ? AND pk <> ?",
                    {call.workspace_pk, topic.slug, pk});
  if (other.step()) throw ApiError("RESOURCE_CONFLICT", "another topic has this slug");
}

}  // namespace

Reply list_topics(Call& call) {
  return {200, page(call, kTopics, [&](std::int64_t pk) { return topic_json(call, pk); })};
}

Reply create_topic(Call& call) {
  allow_query(call, {});
  Body body(call.body);
  Topic topic;
  read_topic(body, topic, true);
  check_slug(call, topic, 0);
  call.db.run(
      "INSERT INTO topics (workspace, id, name, slug, description, visibility, default_opt_in, "
      "created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
      {call.workspace_pk, new_id(kTopics), topic.name, topic.slug, topic.description,
       topic.visibility, std::int64_t{topic.default_opt_in}, call.now, call.now});
  const std::int64_t pk = call.db.last_insert();
  new_revision(call.db, call.workspace_pk);
  return {201, topic_json(call, pk)};
}

Reply get_topic(Call& call) {
  allow_query(call, {});
  return {200, topic_json(call, target(call, kTopics))};
}

Reply update_topic(Call& call) {
  allow_query(call, {});
  const std::int64_t pk = target(call, kTopics);
  Body body(call.body);
  if (body.empty()) body.error("", "MISSING_REQUIRED_FIELD", "the body has no field to update");
  Topic topic;
  {
    Statement row = call.db.query(
        "SELECT name, slug, description, visibility, default_opt_in FROM topics WHERE pk = ?",
        {pk});
    row.step();
    topic = {row.text(0), row.text(1), row.value(2), row.text(3), row.integer(4) != 0};
  }
  read_topic(body, topic, false);
  check_slug(call, topic, pk);
  call.db.run(
      "UPDATE topics SET name = ?, slug = ?, description = ?, visibility = ?, default_opt_in = ?, "
      "updated_at = ? WHERE pk = ?",
      {topic.name, topic.slug, topic.description, topic.visibility,
       std::int64_t{topic.default_opt_in}, call.now, pk});
  return {200, topic_json(call, pk)};
}

Reply delete_topic(Call& call) {
  allow_query(call, {});
  const std::int64_t pk = target(call, kTopics);
  check_topic_unused(*call.workspace(), call.id);
  call.db.run("DELETE FROM topics WHERE pk = ?", {pk});
  new_revision(call.db, call.workspace_pk);
  // Its subscriptions went with it, and some conditions look at all of them.
  replace_members_of(call.db, *call.workspace(), "topics", call.context());
  return {200, deleted(kTopics, call.id)};
}

}  // namespace segmentsd
