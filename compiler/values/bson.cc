#include <fmt/format.h>

#include <tamis/extended_json.h>
#include <bit>
#include <limits>

#include "compiler/values/bson_view.h"

namespace tamis {
namespace {

// Appends documents to one string; each length is written when its end is known.
class BsonWriter {
 public:
  // False when the value has no BSON: a NUL in a key, nesting too deep, too many bytes.
  bool document(const Object& object, std::uint32_t depth) {
    const std::size_t begin = open(depth);
    for (const Member& member : object)
      if (!element(member.key, member.value, depth)) return false;
    return close(begin);
  }

  std::string take() { return std::move(out_); }

 private:
  std::size_t open(std::uint32_t depth) {
    ok_ = ok_ && depth < Limits::kNesting;
    const std::size_t begin = out_.size();
    integer(std::uint32_t{0});
    return begin;
  }

  bool close(std::size_t begin) {
    out_ += '\0';
    return patch(begin);
  }

  // Writes how many bytes there are since `begin`, there.
  bool patch(std::size_t begin) {
    const std::size_t size = out_.size() - begin;
    if (size > static_cast<std::size_t>(std::numeric_limits<std::int32_t>::max())) ok_ = false;
    for (std::size_t i = 0; i < 4; ++i)
      out_[begin + i] = static_cast<char>((size >> (8 * i)) & 0xffU);
    return ok_;
  }

  template <class Int>
  void integer(Int value) {
    const auto bits = static_cast<std::make_unsigned_t<Int>>(value);
    for (std::size_t i = 0; i < sizeof(Int); ++i)
      out_ += static_cast<char>((bits >> (8 * i)) & 0xffU);
  }

  void string(std::string_view text) {
    integer(static_cast<std::uint32_t>(text.size() + 1));
    out_ += text;
    out_ += '\0';
  }

  void c_string(std::string_view text) {
    ok_ = ok_ && text.find('\0') == std::string_view::npos;
    out_ += text;
    out_ += '\0';
  }

  bool element(std::string_view key, const Value& value, std::uint32_t depth) {
    out_ += static_cast<char>(value.type());
    c_string(key);
    depth_ = depth + 1;
    if (ok_) value.visit([this](const auto& content) { put(content); });
    return ok_;
  }

  void put(const Null&) {}
  void put(const Undefined&) {}
  void put(const MinKey&) {}
  void put(const MaxKey&) {}
  void put(bool value) { out_ += value ? '\1' : '\0'; }
  void put(std::int32_t value) { integer(value); }
  void put(std::int64_t value) { integer(value); }
  void put(double value) { integer(std::bit_cast<std::uint64_t>(value)); }
  void put(const Date& value) { integer(value.ms); }
  void put(const std::string& value) { string(value); }
  void put(const Symbol& value) { string(value.text); }
  void put(const JavaScript& value) { string(value.code); }
  void put(const Object& value) { document(value, depth_); }

  void put(const Array& value) {
    const std::uint32_t depth = depth_;
    const std::size_t begin = open(depth);
    for (std::size_t i = 0; ok_ && i < value.size(); ++i)
      element(fmt::format_int(i).c_str(), value[i], depth);
    close(begin);
  }

  void put(const Decimal128& value) {
    integer(value.low);
    integer(value.high);
  }

  void put(const Timestamp& value) {
    integer(value.i);
    integer(value.t);
  }

  void put(const ObjectId& value) {
    out_.append(reinterpret_cast<const char*>(value.bytes.data()), value.bytes.size());
  }

  // Subtype 2 repeats the length inside.
  void put(const Binary& value) {
    const bool is_old = value.subtype == 2;
    const auto size = static_cast<std::uint32_t>(value.bytes.size());
    integer(is_old ? size + 4 : size);
    out_ += static_cast<char>(value.subtype);
    if (is_old) integer(size);
    out_ += value.bytes;
  }

  void put(const Regex& value) {
    c_string(value.pattern);
    c_string(value.options);
  }

  void put(const DbPointer& value) {
    string(value.collection);
    put(value.id);
  }

  void put(const std::shared_ptr<const JavaScriptWithScope>& value) {
    const std::size_t begin = out_.size();
    integer(std::uint32_t{0});
    string(value->code);
    document(value->scope, depth_);
    patch(begin);
  }

  std::string out_;
  std::uint32_t depth_ = 0;  // of the value being put
  bool ok_ = true;
};

}  // namespace

std::optional<std::string> to_bson(const Value& value) {
  const auto* object = value.get_if<Object>();
  BsonWriter writer;
  if (object == nullptr || !writer.document(*object, 0)) return std::nullopt;
  return writer.take();
}

Result<Value> parse_bson(std::span<const std::byte> bytes) {
  if (const auto error = values::validate_bson(bytes)) {
    Diagnostic diagnostic;
    diagnostic.code = error->code;
    diagnostic.message = fmt::format("{}, at byte {}", error->message, error->offset);
    return Diagnostics{std::move(diagnostic)};
  }
  return Value(values::to_object(values::BsonView(bytes.data())));
}

}  // namespace tamis
