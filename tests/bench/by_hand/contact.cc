#include "tests/bench/by_hand/contact.h"

#include <nlohmann/json.hpp>

namespace tamis::by_hand {
namespace {

using Json = nlohmann::ordered_json;

template <class T>
T read(const Json& json) {
  return json.get<T>();
}

template <>
Topic read(const Json& json) {
  return {json.at("id"), json.at("state"), json.at("at")};
}

template <>
Order read(const Json& json) {
  return {json.at("sku"), json.at("qty"), json.at("price"), json.at("at")};
}

template <>
Geo read(const Json& json) {
  return {json.at("lat"), json.at("lng")};
}

template <class T>
void set(Maybe<T>& field, const Json& json, const char* name) {
  const auto found = json.find(name);
  if (found == json.end()) return;
  field.present = true;
  field.null = found->is_null();
  if (!field.null) field.value = read<T>(*found);
}

template <class T>
void set(Maybe<std::vector<T>>& field, const Json& json, const char* name) {
  const auto found = json.find(name);
  if (found == json.end()) return;
  field.present = true;
  for (const Json& each : *found) field.value.push_back(read<T>(each));
}

Properties properties_of(const Json& json) {
  Properties properties;
  set(properties.lifetime_value, json, "lifetime_value");
  set(properties.company_size, json, "company_size");
  set(properties.last_purchase_date, json, "last_purchase_date");
  set(properties.industry, json, "industry");
  set(properties.plan, json, "plan");
  set(properties.score, json, "score");
  set(properties.is_vip, json, "is_vip");
  if (const auto nested = json.find("nested"); nested != json.end()) {
    const Json& address = nested->at("address");
    set(properties.zip, address, "zip");
    set(properties.geo, address, "geo");
  }
  return properties;
}

}  // namespace

Contact contact_of(const Json& json) {
  Contact contact;
  contact.id = json.at("id");
  set(contact.email, json, "email");
  set(contact.first_name, json, "firstName");
  set(contact.last_name, json, "lastName");
  set(contact.phone, json, "phone");
  set(contact.country, json, "country");
  set(contact.city, json, "city");
  set(contact.timezone, json, "timezone");
  contact.status = json.at("status");
  contact.created_at = json.at("createdAt");
  set(contact.subscribed_at, json, "subscribedAt");
  set(contact.unsubscribed_at, json, "unsubscribedAt");
  set(contact.tags, json, "tags");
  set(contact.topics, json, "topics");
  contact.properties = properties_of(json.at("properties"));
  set(contact.orders, json, "orders");
  return contact;
}

}  // namespace tamis::by_hand
