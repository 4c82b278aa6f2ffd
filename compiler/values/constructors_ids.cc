// ObjectId and its ways of being made.
#include <algorithm>
#include <string>

#include "compiler/values/constructor.h"

namespace tamis::values {
Made make_object_id(Call& call) {
  const auto text = call.text(0);
  if (!text) return std::nullopt;
  const auto id = parse_object_id(*text);
  if (!id) return call.wrong(0, "not 24 hexadecimal digits");
  return *id;
}

Made make_object_id_from_base64(Call& call) {
  const auto text = call.text(0);
  if (!text) return std::nullopt;
  std::string bytes;
  ObjectId id;
  if (!decode_base64(*text, bytes) || bytes.size() != id.bytes.size())
    return call.wrong(0, "not 16 characters of Base64");
  std::ranges::copy(bytes, id.bytes.begin());
  return id;
}

Made make_object_id_from_time(Call& call) {
  const auto seconds = call.whole(0, 0, kUint32Max);
  if (!seconds) return std::nullopt;
  ObjectId id;
  for (unsigned i = 0; i < 4; ++i)
    id.bytes[i] = static_cast<std::uint8_t>((*seconds >> (24U - 8U * i)) & 0xff);
  return id;
}

}  // namespace tamis::values
