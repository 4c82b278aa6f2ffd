#include "backends/predicate/document/slot.h"

#include "backends/predicate/hash_bytes.h"

namespace tamis::predicate {

std::uint16_t text_mark(std::string_view text) {
  return static_cast<std::uint16_t>(hash_bytes(0, text));
}

void Slot::set(const Datum& datum) {
  type = datum.type;
  switch (datum.type) {
    case BsonType::Bool:
    case BsonType::Int32:
    case BsonType::Int64:
    case BsonType::Date:
      integer = datum.integer;
      break;
    case BsonType::Double:
      number = datum.number;
      break;
    case BsonType::Timestamp:
      timestamp = datum.timestamp;
      break;
    case BsonType::String:
    case BsonType::Symbol:
    case BsonType::JavaScript:
      if (datum.text.size() > kInline) {
        detail = kFar;
        head = text_mark(datum.text);
      } else {
        detail = static_cast<std::uint8_t>(datum.text.size());
        if (!datum.text.empty()) std::memcpy(inline_bytes(), datum.text.data(), datum.text.size());
      }
      break;
    case BsonType::Binary:
      detail = datum.subtype;
      break;
    case BsonType::ObjectId:
      std::memcpy(inline_bytes(), datum.object_id.bytes.data(), datum.object_id.bytes.size());
      break;
    default:
      break;
  }
}

}  // namespace tamis::predicate
