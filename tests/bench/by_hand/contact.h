// The contacts of the benchmark as plain structs, which is how one would hold them who has no need
// of conditions at run time.
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

namespace tamis::by_hand {

// A field that may be missing, or null, or have a value.
template <class T>
struct Maybe {
  T value{};
  bool present = false;
  bool null = false;

  bool is_set() const { return present && !null; }
  bool is(const auto& other) const { return is_set() && value == other; }
};

struct Topic {
  std::string id, state;
  std::int64_t at = 0;
};

struct Order {
  std::string sku;
  std::int32_t qty = 0;
  double price = 0;
  std::int64_t at = 0;
};

struct Geo {
  double lat = 0, lng = 0;
};

struct Properties {
  Maybe<double> lifetime_value;
  Maybe<std::int64_t> company_size;
  Maybe<std::int64_t> last_purchase_date;
  Maybe<std::string> industry, plan;
  Maybe<double> score;
  Maybe<bool> is_vip;
  Maybe<std::string> zip;
  Maybe<Geo> geo;
};

// Dates are milliseconds since 1970.
struct Contact {
  std::string id;
  Maybe<std::string> email, first_name, last_name, phone, country, city, timezone;
  std::string status;
  std::int64_t created_at = 0;
  Maybe<std::int64_t> subscribed_at, unsubscribed_at;
  Maybe<std::vector<std::string>> tags;
  Maybe<std::vector<Topic>> topics;
  Properties properties;
  Maybe<std::vector<Order>> orders;
};

// Throws when a field that every contact has is not there.
Contact contact_of(const nlohmann::ordered_json& json);

}  // namespace tamis::by_hand
