#include "tools/segmentsd/http/routes.h"

#include <algorithm>

#include "tools/segmentsd/resources/handlers.h"

namespace segmentsd {
namespace {

constexpr std::string_view kOpenPaths[] = {"/openapi.json", "/healthz", "/metrics"};

constexpr auto kRead = Transaction::Kind::Read;
constexpr auto kWrite = Transaction::Kind::Write;

const std::vector<Route>& table() {
  static const std::vector<Route> kRoutes = {
      {"GET", "/v1/segments", {"read:segments"}, false, kRead, list_segments, "List segments"},
      {"POST",
       "/v1/segments",
       {"write:segments"},
       true,
       kWrite,
       create_segment,
       "Create a segment"},
      {"GET",
       "/v1/segments/{segmentId}",
       {"read:segments"},
       false,
       kRead,
       get_segment,
       "Get a segment"},
      {"PUT",
       "/v1/segments/{segmentId}",
       {"write:segments"},
       true,
       kWrite,
       update_segment,
       "Update a segment"},
      {"DELETE",
       "/v1/segments/{segmentId}",
       {"write:segments"},
       false,
       kWrite,
       delete_segment,
       "Delete a segment"},
      {"GET",
       "/v1/segments/{segmentId}/contacts",
       {"read:contacts", "read:segments"},
       false,
       kRead,
       list_segment_contacts,
       "List the contacts that match a segment now"},
      {"GET",
       "/v1/segments/{segmentId}/history",
       {"read:segments"},
       false,
       kRead,
       segment_history,
       "List a segment's earlier conditions"},
      {"POST",
       "/v1/conditions/lint",
       {"read:segments"},
       true,
       kRead,
       lint_conditions,
       "Check conditions without saving them"},
      {"POST",
       "/v1/contacts/search",
       {"read:contacts"},
       true,
       kRead,
       search_contacts,
       "Search contacts by conditions"},
      {"POST",
       "/v1/contacts/import",
       {"write:contacts"},
       true,
       kWrite,
       {},
       "Create and update contacts, one a line",
       import_contacts},
      {"GET", "/v1/contacts", {"read:contacts"}, false, kRead, list_contacts, "List contacts"},
      {"POST",
       "/v1/contacts",
       {"write:contacts"},
       true,
       kWrite,
       create_contact,
       "Create a contact"},
      {"GET",
       "/v1/contacts/{contactId}",
       {"read:contacts"},
       false,
       kRead,
       get_contact,
       "Get a contact"},
      {"PUT",
       "/v1/contacts/{contactId}",
       {"write:contacts"},
       true,
       kWrite,
       update_contact,
       "Update a contact"},
      {"DELETE",
       "/v1/contacts/{contactId}",
       {"write:contacts"},
       false,
       kWrite,
       delete_contact,
       "Delete a contact"},
      {"GET", "/v1/topics", {"read:topics"}, false, kRead, list_topics, "List topics"},
      {"POST", "/v1/topics", {"write:topics"}, true, kWrite, create_topic, "Create a topic"},
      {"GET", "/v1/topics/{topicId}", {"read:topics"}, false, kRead, get_topic, "Get a topic"},
      {"PUT",
       "/v1/topics/{topicId}",
       {"write:topics"},
       true,
       kWrite,
       update_topic,
       "Update a topic"},
      {"DELETE",
       "/v1/topics/{topicId}",
       {"write:topics"},
       false,
       kWrite,
       delete_topic,
       "Delete a topic"},
      {"GET",
       "/v1/contact-properties",
       {"read:contacts"},
       false,
       kRead,
       list_properties,
       "List contact properties"},
      {"POST",
       "/v1/contact-properties",
       {"write:contacts"},
       true,
       kWrite,
       create_property,
       "Create a contact property"},
      {"GET",
       "/v1/contact-properties/{contactPropertyId}",
       {"read:contacts"},
       false,
       kRead,
       get_property,
       "Get a contact property"},
      {"PUT",
       "/v1/contact-properties/{contactPropertyId}",
       {"write:contacts"},
       true,
       kWrite,
       update_property,
       "Update a contact property"},
      {"DELETE",
       "/v1/contact-properties/{contactPropertyId}",
       {"write:contacts"},
       false,
       kWrite,
       delete_property,
       "Delete a contact property"},
      {"GET", "/v1/campaigns", {"read:campaigns"}, false, kRead, list_campaigns, "List campaigns"},
      {"POST",
       "/v1/campaigns",
       {"write:campaigns"},
       true,
       kWrite,
       create_campaign,
       "Create a campaign"},
      {"GET",
       "/v1/campaigns/{campaignId}",
       {"read:campaigns"},
       false,
       kRead,
       get_campaign,
       "Get a campaign"},
      {"PUT",
       "/v1/campaigns/{campaignId}",
       {"write:campaigns"},
       true,
       kWrite,
       update_campaign,
       "Update a campaign"},
      {"DELETE",
       "/v1/campaigns/{campaignId}",
       {"write:campaigns"},
       false,
       kWrite,
       delete_campaign,
       "Delete a campaign"},
  };
  return kRoutes;
}

std::string_view take_component(std::string_view& path) {
  path.remove_prefix(1);
  const std::size_t end = std::min(path.find('/'), path.size());
  const std::string_view component = path.substr(0, end);
  path.remove_prefix(end);
  return component;
}

// Whether the path is of the pattern's form; sets `id` to what stands for its braces.
bool fits(std::string_view pattern, std::string_view path, std::string& id) {
  while (pattern.starts_with('/') && path.starts_with('/')) {
    const std::string_view expected = take_component(pattern);
    const std::string_view found = take_component(path);
    if (found.empty()) return false;
    if (expected.starts_with('{'))
      id = found;
    else if (expected != found)
      return false;
  }
  return pattern.empty() && path.empty();
}

}  // namespace

std::span<const Route> routes() {
  return table();
}

std::span<const std::string_view> open_paths() {
  return kOpenPaths;
}

std::optional<RouteMatch> find_route(std::string_view method, std::string_view path) {
  RouteMatch match;
  std::string_view meant;  // the first that fits: "/contacts/search" is no contact
  for (const Route& route : table()) {
    std::string id;
    if ((!meant.empty() && route.path != meant) || !fits(route.path, path, id)) continue;
    meant = route.path;
    match.id = id;
    match.allow += (match.allow.empty() ? "" : ", ") + std::string(route.method);
    if (route.method == method) match.route = &route;
  }
  if (std::ranges::find(kOpenPaths, path) != std::end(kOpenPaths)) match.allow = "GET";
  if (match.allow.empty()) return std::nullopt;
  return match;
}

}  // namespace segmentsd
