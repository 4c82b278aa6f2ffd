// Bytes: UUIDs, and the several codings of binary data.
#include <fmt/format.h>

#include <string>
#include <utility>

#include "compiler/values/constructor.h"

namespace tamis::values {
namespace {

// Bytes from argument `text`, their subtype from argument `subtype` if there is one.
Made make_bytes(Call& call, std::size_t text, std::size_t subtype,
                bool (*decode)(std::string_view, std::string&), std::string_view coding) {
  Binary binary;
  if (subtype < call.count()) {
    const auto number = call.whole(subtype, 0, 255);
    if (!number) return std::nullopt;
    binary.subtype = static_cast<std::uint8_t>(*number);
  }
  const auto encoded = call.text(text);
  if (!encoded) return std::nullopt;
  if (!decode(*encoded, binary.bytes)) return call.wrong(text, fmt::format("not {}", coding));
  return binary;
}

}  // namespace

Made make_uuid(Call& call) {
  const auto text = call.text(0);
  if (!text) return std::nullopt;
  std::string bytes;
  if (!decode_uuid(*text, bytes) && !(text->size() == 32 && decode_hex(*text, bytes)))
    return call.wrong(0, "not 32 hexadecimal digits in groups of 8, 4, 4, 4 and 12");
  return Binary{std::move(bytes), 4};
}

Made make_bin_data(Call& call) {
  return make_bytes(call, 1, 0, decode_base64, "padded Base64");
}
Made make_hex_data(Call& call) {
  return make_bytes(call, 1, 0, decode_hex, "hexadecimal");
}
Made make_binary_from_base64(Call& call) {
  return make_bytes(call, 0, 1, decode_base64, "padded Base64");
}
Made make_binary_from_hex(Call& call) {
  return make_bytes(call, 0, 1, decode_hex, "hexadecimal");
}

Made make_md5(Call& call) {
  Made made = make_bytes(call, 0, 1, decode_hex, "hexadecimal");
  if (!made) return std::nullopt;
  if (made->as<Binary>().bytes.size() != 16) return call.wrong(0, "not 32 hexadecimal digits");
  made->as<Binary>().subtype = 5;
  return made;
}

Made make_buffer(Call& call) {
  const auto coding = call.text(1);
  if (!coding) return std::nullopt;
  if (*coding == "hex") return make_bytes(call, 0, 2, decode_hex, "hexadecimal");
  if (*coding == "base64") return make_bytes(call, 0, 2, decode_base64, "padded Base64");
  return call.wrong(1, "neither \"hex\" nor \"base64\"");
}

Made make_binary(Call& call) {
  if (call.at(0).kind != SyntaxKind::Call) return call.wrong(0);
  Made made = call.value(0);
  if (!made) return std::nullopt;
  if (!made->is(BsonType::Binary)) return call.wrong(0);
  if (call.count() == 2) {
    const auto subtype = call.whole(1, 0, 255);
    if (!subtype) return std::nullopt;
    made->as<Binary>().subtype = static_cast<std::uint8_t>(*subtype);
  }
  return made;
}

}  // namespace tamis::values
