#include "tools/segmentsd/segments/contact_fields.h"

#include <algorithm>
#include <iterator>

namespace segmentsd {

bool is_reserved_name(std::string_view name) {
  return std::find(std::begin(kReservedNames), std::end(kReservedNames), name) !=
             std::end(kReservedNames) ||
         std::any_of(std::begin(kContactFields), std::end(kContactFields),
                     [&](const ContactField& field) { return field.name == name; });
}

}  // namespace segmentsd
