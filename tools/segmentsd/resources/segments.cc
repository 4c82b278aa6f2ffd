// Segments: what PUT /v1/segments/{segmentId} promises is kept here.
#include <fmt/format.h>

#include "tools/segmentsd/http/body.h"
#include "tools/segmentsd/http/text.h"
#include "tools/segmentsd/resources/collection.h"
#include "tools/segmentsd/resources/conditions.h"
#include "tools/segmentsd/resources/handlers.h"
#include "tools/segmentsd/segments/membership.h"

namespace segmentsd {
namespace {

const TextRule kName{.min = 1, .max = 100};
const TextRule kRequiredName{.min = 1, .max = 100, .required = true};
const TextRule kDescription{.max = 500, .nullable = true};

Json nullable_text(const Statement& row, int column) {
  return row.null(column) ? Json(nullptr) : Json(row.text(column));
}

std::string etag_of(std::int64_t version) {
  return fmt::format("\"{}\"", version);
}

Reply segment_reply(Call& call, std::int64_t pk, int status = 200) {
  Statement row = call.db.query(
      "SELECT id, name, description, conditions, member_count, created_at, updated_at, version "
      "FROM segments WHERE pk = ?",
      {pk});
  row.step();
  return {status,
          {{"object", "segment"},
           {"id", row.text(0)},
           {"name", row.text(1)},
           {"description", nullable_text(row, 2)},
           {"conditions", Json::parse(row.text(3))},
           {"memberCount", row.integer(4)},
           {"createdAt", iso8601(row.integer(5))},
           {"updatedAt", iso8601(row.integer(6))}},
          etag_of(row.integer(7))};
}

Json active_campaigns(Call& call, std::int64_t segment) {
  Json ids = Json::array();
  Statement rows = call.db.query(
      "SELECT id FROM campaigns WHERE segment = ? AND state = 'active' ORDER BY pk", {segment});
  while (rows.step()) ids.push_back(rows.text(0));
  return ids;
}

// Throws 412 unless the request names the segment's version, `*`, or nothing.
void check_precondition(Call& call, std::int64_t segment) {
  if (call.if_match.empty()) return;
  Statement row = call.db.query("SELECT version FROM segments WHERE pk = ?", {segment});
  row.step();
  if (!names_etag(call.if_match, etag_of(row.integer(0))))
    throw ApiError("PRECONDITION_FAILED", "the segment has changed since it was read");
}

bool is_dry_run(const Call& call) {
  allow_query(call, {"dryRun"});
  if (call.query.empty()) return false;
  const std::string& value = call.query.begin()->second;
  if (call.query.size() > 1 || (value != "true" && value != "false"))
    throw ApiError("INVALID_QUERY_PARAMETER", "`dryRun` must be true or false, once");
  return value == "true";
}

void replace_conditions(Call& call, std::int64_t pk, const GivenRule& given) {
  call.db.run(
      "INSERT INTO segment_history (segment, version, conditions, replaced_at) "
      "SELECT pk, version, conditions, ? FROM segments WHERE pk = ?",
      {call.now, pk});
  call.db.run("UPDATE segments SET conditions = ? WHERE pk = ?", {given.text, pk});
  replace_members(call.db, *call.workspace(), pk, given.rule, call.context());
  new_revision(call.db, call.workspace_pk);
}

void add_change(Json& body, const MemberChange& change) {
  const std::pair<const char*, const MemberChange::Part*> parts[] = {
      {"membersAdded", &change.added},
      {"membersRemoved", &change.removed},
      {"membersKept", &change.kept}};
  for (const auto& [name, part] : parts)
    body[name] = {{"count", part->count}, {"sample", part->sample}};
}

Json contact_json(Call& call, const Workspace& workspace, std::int64_t pk) {
  return to_json(read_contact(call.db, workspace, pk), workspace);
}

}  // namespace

Reply list_segments(Call& call) {
  return {200,
          page(call, kSegments, [&](std::int64_t pk) { return segment_reply(call, pk).body; })};
}

Reply create_segment(Call& call) {
  allow_query(call, {});
  Body body(call.body);
  const auto name = body.text("name", kRequiredName);
  const auto description = body.text("description", kDescription);
  const auto given = read_conditions(body, "conditions", true, *call.workspace());
  body.finish();
  call.db.run(
      "INSERT INTO segments (workspace, id, name, description, conditions, version, member_count, "
      "moves, created_at, updated_at) VALUES (?, ?, ?, ?, ?, 1, 0, 0, ?, ?)",
      {call.workspace_pk, new_id(kSegments), *name.value,
       description.value ? SqlValue(*description.value) : SqlValue(nullptr), given->text, call.now,
       call.now});
  const std::int64_t pk = call.db.last_insert();
  replace_members(call.db, *call.workspace(), pk, given->rule, call.context());
  new_revision(call.db, call.workspace_pk);
  return segment_reply(call, pk, 201);
}

Reply get_segment(Call& call) {
  allow_query(call, {});
  return segment_reply(call, target(call, kSegments));
}

Reply update_segment(Call& call) {
  const bool dry_run = is_dry_run(call);
  const std::int64_t pk = target(call, kSegments);
  Body body(call.body);
  if (body.empty()) body.error("", "MISSING_REQUIRED_FIELD", "the body has no field to update");
  const auto name = body.text("name", kName);
  const auto description = body.text("description", kDescription);
  const auto given = read_conditions(body, "conditions", false, *call.workspace());
  body.finish();
  check_precondition(call, pk);

  MemberChange change;
  if (dry_run) {
    if (given) {
      change = member_change(call.db, call.workspace_pk, pk, given->rule, call.context());
    } else {
      const auto workspace = call.workspace();
      for (const Segment& segment : workspace->segments)
        if (segment.pk == pk)
          change = member_change(call.db, call.workspace_pk, pk, segment.rule, call.context());
    }
  }
  if (given) replace_conditions(call, pk, *given);
  if (name.present) call.db.run("UPDATE segments SET name = ? WHERE pk = ?", {*name.value, pk});
  if (description.present)
    call.db.run("UPDATE segments SET description = ? WHERE pk = ?",
                {description.value ? SqlValue(*description.value) : SqlValue(nullptr), pk});
  call.db.run("UPDATE segments SET version = version + 1, updated_at = ? WHERE pk = ?",
              {call.now, pk});
  Reply reply = segment_reply(call, pk);
  reply.body["affectedCampaigns"] = active_campaigns(call, pk);
  reply.keep = !dry_run;
  if (dry_run) {
    add_change(reply.body, change);
    reply.etag.clear();
  }
  return reply;
}

Reply delete_segment(Call& call) {
  allow_query(call, {});
  const std::int64_t pk = target(call, kSegments);
  check_precondition(call, pk);
  if (Json campaigns = active_campaigns(call, pk); !campaigns.empty())
    throw ApiError("RESOURCE_CONFLICT", "an active campaign uses the segment", {},
                   {{"campaigns", std::move(campaigns)}});
  call.db.run("DELETE FROM segments WHERE pk = ?", {pk});
  new_revision(call.db, call.workspace_pk);
  return {200, deleted(kSegments, call.id)};
}

Reply list_segment_contacts(Call& call) {
  const std::int64_t pk = target(call, kSegments);
  const auto workspace = call.workspace();
  for (const Segment& segment : workspace->segments)
    if (segment.pk == pk)
      return {200,
              page(
                  call, kContacts,
                  [&](std::int64_t contact) { return contact_json(call, *workspace, contact); },
                  &segment.rule)};
  throw std::logic_error("a segment that its workspace does not have");
}

Reply segment_history(Call& call) {
  allow_query(call, {});
  const std::int64_t pk = target(call, kSegments);
  Json data = Json::array();
  Statement rows = call.db.query(
      "SELECT version, conditions, replaced_at FROM segment_history WHERE segment = ? "
      "ORDER BY version DESC",
      {pk});
  while (rows.step())
    data.push_back({{"object", "segment_version"},
                    {"version", rows.integer(0)},
                    {"conditions", Json::parse(rows.text(1))},
                    {"replacedAt", iso8601(rows.integer(2))}});
  return {200, {{"object", "segment_version_list"}, {"hasMore", false}, {"data", std::move(data)}}};
}

}  // namespace segmentsd
