// The built-in fields of a contact: one table from which bodies are read, answers written, the
// schema of conditions made and documents built.
#pragma once

#include <cstdint>
#include <string_view>

namespace segmentsd {

enum class FieldKind : std::uint8_t { Text, Email, Country, TimeZone, Status, Date, Stamp };

struct ContactField {
  std::string_view name;    // in the API and in conditions
  std::string_view column;  // in the table `contacts`
  FieldKind kind;
  bool indexed = false;  // its column is part of an index
  std::size_t max = 0;   // characters
};

// In the order of the columns after `pk`, `workspace` and `id`; a Stamp is the service's to write.
constexpr ContactField kContactFields[] = {
    {"email", "email", FieldKind::Email, true, 320},
    {"firstName", "first_name", FieldKind::Text, false, 100},
    {"lastName", "last_name", FieldKind::Text, false, 100},
    {"city", "city", FieldKind::Text, false, 100},
    {"phone", "phone", FieldKind::Text, false, 50},
    {"country", "country", FieldKind::Country, true, 2},
    {"timezone", "timezone", FieldKind::TimeZone, false, 100},
    {"status", "status", FieldKind::Status},
    {"subscribedAt", "subscribed_at", FieldKind::Date},
    {"unsubscribedAt", "unsubscribed_at", FieldKind::Date},
    {"createdAt", "created_at", FieldKind::Stamp, true},
    {"updatedAt", "updated_at", FieldKind::Stamp},
};

constexpr std::string_view kStatuses[] = {"SUBSCRIBED", "UNCONFIRMED", "UNSUBSCRIBED",
                                          "BOUNCED",    "COMPLAINED",  "ARCHIVED"};
constexpr std::string_view kTopicStates[] = {"SUBSCRIBED", "UNSUBSCRIBED"};

// Names that no custom property may have: what a condition means by them is settled. The built-in
// fields are so, too.
constexpr std::string_view kReservedNames[] = {"id",    "topics",   "properties",
                                               "field", "operator", "value"};

bool is_reserved_name(std::string_view name);

}  // namespace segmentsd
