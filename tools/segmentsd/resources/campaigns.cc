#include "tools/segmentsd/http/body.h"
#include "tools/segmentsd/http/text.h"
#include "tools/segmentsd/resources/collection.h"
#include "tools/segmentsd/resources/handlers.h"

namespace segmentsd {
namespace {

struct Campaign {
  std::string name;
  std::int64_t segment = 0;
  std::string state = "draft";
};

Json campaign_json(Call& call, std::int64_t pk) {
  Statement row = call.db.query(
      "SELECT c.id, c.name, s.id, c.state, c.created_at, c.updated_at FROM campaigns c "
      "LEFT JOIN segments s ON s.pk = c.segment WHERE c.pk = ?",
      {pk});
  row.step();
  return {{"object", "campaign"},
          {"id", row.text(0)},
          {"name", row.text(1)},
          {"segmentId", row.null(2) ? Json(nullptr) : Json(row.text(2))},
          {"state", row.text(3)},
          {"createdAt", iso8601(row.integer(4))},
          {"updatedAt", iso8601(row.integer(5))}};
}

void read_campaign(Call& call, Body& body, Campaign& campaign, bool created) {
  campaign.name =
      body.text("name", {.min = 1, .max = 100, .required = created}).or_else(campaign.name);
  const auto segment = body.text("segmentId", {.min = 1, .max = 100, .required = created});
  if (segment.value) {
    campaign.segment = find_row(call, kSegments, *segment.value);
    if (campaign.segment == 0)
      body.error("/segmentId", "SEGMENT_NOT_FOUND", "there is no such segment");
  }
  campaign.state =
      body.text("state", {.min = 1, .one_of = {"draft", "active", "done"}}).or_else(campaign.state);
  if (campaign.state == "active" && campaign.segment == 0 && !segment.present && !created)
    body.error("/state", "INVALID_FIELD_VALUE", "a campaign without a segment cannot be active");
  body.finish();
}

SqlValue segment_of(const Campaign& campaign) {
  return campaign.segment == 0 ? SqlValue(nullptr) : SqlValue(campaign.segment);
}

}  // namespace

Reply list_campaigns(Call& call) {
  return {200, page(call, kCampaigns, [&](std::int64_t pk) { return campaign_json(call, pk); })};
}

Reply create_campaign(Call& call) {
  allow_query(call, {});
  Body body(call.body);
  Campaign campaign;
  read_campaign(call, body, campaign, true);
  call.db.run(
      "INSERT INTO campaigns (workspace, id, name, segment, state, created_at, updated_at) "
      "VALUES (?, ?, ?, ?, ?, ?, ?)",
      {call.workspace_pk, new_id(kCampaigns), campaign.name, segment_of(campaign), campaign.state,
       call.now, call.now});
  return {201, campaign_json(call, call.db.last_insert())};
}

Reply get_campaign(Call& call) {
  allow_query(call, {});
  return {200, campaign_json(call, target(call, kCampaigns))};
}

Reply update_campaign(Call& call) {
  allow_query(call, {});
  const std::int64_t pk = target(call, kCampaigns);
  Body body(call.body);
  if (body.empty()) body.error("", "MISSING_REQUIRED_FIELD", "the body has no field to update");
  Campaign campaign;
  {
    Statement row = call.db.query("SELECT name, segment, state FROM campaigns WHERE pk = ?", {pk});
    row.step();
    campaign = {row.text(0), row.integer(1), row.text(2)};
  }
  read_campaign(call, body, campaign, false);
  call.db.run("UPDATE campaigns SET name = ?, segment = ?, state = ?, updated_at = ? WHERE pk = ?",
              {campaign.name, segment_of(campaign), campaign.state, call.now, pk});
  return {200, campaign_json(call, pk)};
}

Reply delete_campaign(Call& call) {
  allow_query(call, {});
  call.db.run("DELETE FROM campaigns WHERE pk = ?", {target(call, kCampaigns)});
  return {200, deleted(kCampaigns, call.id)};
}

}  // namespace segmentsd
