// The workspace `demo`: people who were made up, the same ones every time but for their dates,
// which are counted back from the moment of making.
#include <fmt/format.h>

#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "tools/segmentsd/commands/commands.h"
#include "tools/segmentsd/http/text.h"
#include "tools/segmentsd/keys/keys.h"
#include "tools/segmentsd/resources/contact_writer.h"
#include "tools/segmentsd/resources/handlers.h"

namespace segmentsd {
namespace {

constexpr const char* kWorkspace = "demo";
constexpr std::int64_t kDay = 86'400'000;

constexpr struct {
  const char *name, *type;
} kProperties[] = {
    {"plan", "STRING"}, {"lifetime_value", "NUMBER"}, {"orders", "NUMBER"},
    {"vip", "BOOLEAN"}, {"signup_date", "DATE"},      {"last_order_date", "DATE"},
};

constexpr const char* kTopics[] = {"Newsletter", "Offers", "Events", "Product news"};

// In conditions `<Offers>` stands for that topic's id.
constexpr struct {
  const char *name, *description, *conditions;
} kSegments[] = {
    {"Finns", "Who lives in Finland", R"({"field": "country", "operator": "eq", "value": "FI"})"},
    {"Nordic", "Finland, Sweden and Norway", R"({"country": {"$in": ["FI", "SE", "NO"]}})"},
    {"Big spenders", "Bought for 250 or more", R"({"lifetime_value": {"$gte": 250}})"},
    {"VIP", "Chosen by hand", R"({"field": "vip", "operator": "eq", "value": true})"},
    {"Nordic big spenders", "Both of these segments at once",
     R"({"$and": [{"country": {"$in": ["FI", "SE", "NO"]}}, {"lifetime_value": {"$gte": 250}}]})"},
    {"Newsletter", "Who gets the newsletter",
     R"({"$and": [{"status": "SUBSCRIBED"}, {"subscribedToTopic": ["<Newsletter>"]}]})"},
    {"Offers alone", "Offers, and not the newsletter",
     R"({"subscribedToTopic": ["<Offers>"], "notSubscribedToTopic": ["<Newsletter>"]})"},
    {"New", "Signed up within 30 days", R"({"signup_date": {"$gte": "now-30d"}})"},
    {"Fading", "Ordered before, and not for half a year",
     R"({"orders": {"$gte": 1}, "last_order_date": {"$lt": "now-180d"}})"},
    {"Never ordered", "No order at all",
     R"({"field": "orders", "operator": "exists", "value": false})"},
    {"Unreachable", "Mail does not arrive, or is not wanted",
     R"({"status": {"$in": ["BOUNCED", "COMPLAINED"]}})"},
    {"Paying", "Any plan but the free one", R"({"plan": {"$exists": true, "$ne": "free"}})"},
};

constexpr struct {
  const char *country, *city, *timezone;
} kPlaces[] = {
    {"FI", "Helsinki", "Europe/Helsinki"}, {"FI", "Oulu", "Europe/Helsinki"},
    {"SE", "Uppsala", "Europe/Stockholm"}, {"NO", "Bergen", "Europe/Oslo"},
    {"DE", "Leipzig", "Europe/Berlin"},    {"FR", "Lille", "Europe/Paris"},
    {"ES", "Bilbao", "Europe/Madrid"},     {"GB", "Leeds", "Europe/London"},
    {"US", "Denver", "America/Denver"},    {"JP", "Sapporo", "Asia/Tokyo"},
};
constexpr const char* kFirst[] = {"Aino",  "Bea",   "Carlos", "Dana", "Elif",
                                  "Farah", "Goran", "Hanna",  "Ivo",  "Jun"};
constexpr const char* kLast[] = {"Aalto",   "Berg",   "Costa", "Diaz", "Eriksen",
                                 "Fischer", "Garcia", "Holm",  "Ito",  "Jansen"};
constexpr const char* kPlans[] = {"free", "free", "free", "basic", "basic", "pro"};
constexpr const char* kStates[] = {"SUBSCRIBED",   "SUBSCRIBED",  "SUBSCRIBED", "SUBSCRIBED",
                                   "UNSUBSCRIBED", "UNCONFIRMED", "BOUNCED",    "COMPLAINED"};

// Numbers that follow from a seed alone, by the method SplitMix64.
class Chance {
 public:
  explicit Chance(std::uint64_t seed) : state_(seed) {}
  std::uint64_t below(std::uint64_t count) { return next() % count; }
  bool percent(std::uint64_t of) { return below(100) < of; }
  template <class T, std::size_t N>
  const T& one_of(const T (&list)[N]) {
    return list[below(N)];
  }

 private:
  std::uint64_t next() {
    std::uint64_t z = state_ += 0x9e3779b97f4a7c15;
    z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27U)) * 0x94d049bb133111eb;
    return z ^ (z >> 31U);
  }

  std::uint64_t state_;
};

Json contact(std::uint64_t number, const std::vector<std::string>& topics, std::int64_t now) {
  Chance chance(number);
  const auto days_ago = [&](std::uint64_t days) {
    return iso8601(now - static_cast<std::int64_t>(days) * kDay);
  };
  const std::string first = chance.one_of(kFirst), last = chance.one_of(kLast);
  const std::uint64_t signup = chance.below(1800);
  const std::string status = chance.one_of(kStates);
  Json made{{"email", lower_case(fmt::format("{}.{}{}@example.com", first, last, number))},
            {"firstName", first},
            {"lastName", last},
            {"status", status},
            {"subscribedAt", days_ago(signup)}};
  if (status == "UNSUBSCRIBED") made["unsubscribedAt"] = days_ago(chance.below(signup + 1));
  if (chance.percent(95)) {
    const auto& place = chance.one_of(kPlaces);
    made["country"] = place.country;
    made["city"] = place.city;
    made["timezone"] = place.timezone;
  }
  Json& properties = made["properties"] = {{"signup_date", days_ago(signup)}};
  if (chance.percent(90)) properties["plan"] = chance.one_of(kPlans);
  if (chance.percent(80)) properties["vip"] = chance.percent(3);
  if (chance.percent(60)) {
    const std::uint64_t orders = 1 + chance.below(9);
    properties["orders"] = orders;
    properties["lifetime_value"] = static_cast<double>(orders * (500 + chance.below(9500))) / 100;
    properties["last_order_date"] = days_ago(chance.below(signup + 1));
  }
  Json& subscriptions = made["topics"] = Json::array();
  for (const std::string& topic : topics)
    if (chance.percent(40))
      subscriptions.push_back(
          {{"id", topic}, {"state", chance.percent(80) ? "SUBSCRIBED" : "UNSUBSCRIBED"}});
  return made;
}

std::string with_ids(std::string conditions, const std::vector<std::string>& topics) {
  for (std::size_t i = 0; i < topics.size(); ++i) {
    const std::string mark = fmt::format("<{}>", kTopics[i]);
    for (auto at = conditions.find(mark); at != std::string::npos; at = conditions.find(mark))
      conditions.replace(at, mark.size(), topics[i]);
  }
  return conditions;
}

// Makes the workspace by the handlers of the API; part of the caller's transaction.
class Maker {
 public:
  Maker(Database& db, std::int64_t workspace, std::int64_t now)
      : db_(db), workspace_(workspace), now_(now) {}

  void make(std::int64_t contacts) {
    for (const auto& property : kProperties)
      post(create_property, {{"name", property.name}, {"type", property.type}});
    std::vector<std::string> topics;
    for (const char* name : kTopics) topics.push_back(post(create_topic, {{"name", name}})["id"]);
    make_contacts(contacts, topics);
    for (const auto& segment : kSegments)
      post(create_segment, {{"name", segment.name},
                            {"description", segment.description},
                            {"conditions", Json::parse(with_ids(segment.conditions, topics))}});
  }

 private:
  Json post(Reply (*handler)(Call&), const Json& body) {
    Call call{.db = db_,
              .workspaces = workspaces_,
              .workspace_pk = workspace_,
              .now = now_,
              .id = {},
              .body = body.dump(),
              .if_match = {},
              .query = {}};
    return handler(call).body;
  }

  void make_contacts(std::int64_t count, const std::vector<std::string>& topics) {
    const auto workspace = workspaces_.of(db_, workspace_);
    ContactWriter writer(db_, *workspace, now_);
    for (std::int64_t number = 1; number <= count; ++number) {
      Body body(contact(static_cast<std::uint64_t>(number), topics, now_).dump());
      writer.create(body);
    }
  }

  Database& db_;
  Workspaces workspaces_;
  std::int64_t workspace_, now_;
};

constexpr const char* kDone =
    R"(The workspace `{workspace}` of {db} has {contacts} contacts and {segments} segments.

Serve them:

  segmentsd --db {db} --listen {listen}

and ask, in another terminal, for the segments and for a search:

  curl -H 'Authorization: Bearer {key}' http://{listen}/v1/segments
  curl -H 'Authorization: Bearer {key}' -H 'Content-Type: application/json' \
    -d '{{"conditions": {{"country": "FI", "orders": {{"$gte": 5}}}}}}' http://{listen}/v1/contacts/search
)";

}  // namespace

int demo(const Options& options, std::int64_t contacts) {
  Database db(options.db);
  Transaction all(db, Transaction::Kind::Write);
  if (find_workspace(db, kWorkspace))
    throw std::runtime_error(fmt::format(
        "{} has a workspace `{}` already; give another file by --db", options.db, kWorkspace));
  const std::int64_t moment = now(options);
  Maker(db, workspace_of(db, kWorkspace), moment).make(contacts);
  const std::string key =
      insert_key(db, kWorkspace, {std::begin(kScopes), std::end(kScopes)}, moment, std::nullopt);
  all.commit();
  fmt::print(kDone, fmt::arg("workspace", kWorkspace), fmt::arg("db", options.db),
             fmt::arg("contacts", contacts), fmt::arg("segments", std::size(kSegments)),
             fmt::arg("listen", options.listen), fmt::arg("key", key));
  return 0;
}

}  // namespace segmentsd
