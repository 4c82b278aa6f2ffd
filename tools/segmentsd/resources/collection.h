// What all resources share: finding a row by its id, and pages of rows, newest first.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "tools/segmentsd/http/call.h"

namespace segmentsd {

struct Collection {
  std::string_view table;
  std::string_view object;
  std::string_view prefix;     // of ids
  std::string_view not_found;  // code of the error
};

constexpr Collection kSegments{"segments", "segment", "seg_", "SEGMENT_NOT_FOUND"};
constexpr Collection kContacts{"contacts", "contact", "con_", "CONTACT_NOT_FOUND"};
constexpr Collection kTopics{"topics", "topic", "top_", "TOPIC_NOT_FOUND"};
constexpr Collection kProperties{"contact_properties", "contact_property", "prop_",
                                 "CONTACT_PROPERTY_NOT_FOUND"};
constexpr Collection kCampaigns{"campaigns", "campaign", "cmp_", "CAMPAIGN_NOT_FOUND"};

std::string new_id(const Collection& collection);
// Of the caller's workspace; 0 when there is none.
std::int64_t find_row(Call& call, const Collection& collection, const std::string& id);
// The row that the path names, or the error 404.
std::int64_t target(Call& call, const Collection& collection);

Json deleted(const Collection& collection, const std::string& id);

// `{object, hasMore, data}` by the query's limit, after and before; other parameters are an error.
// With `rule`, only contacts that match it now.
Json page(Call& call, const Collection& collection,
          const std::function<Json(std::int64_t pk)>& render, const Rule* rule = nullptr);

// 400 for query parameters that are not among those named.
void allow_query(const Query& query, std::initializer_list<std::string_view> names);
inline void allow_query(const Call& call, std::initializer_list<std::string_view> names) {
  allow_query(call.query, names);
}

}  // namespace segmentsd
