#include <limits>

#include "compiler/values/bson_view.h"
#include "grammar/utf8.h"

namespace tamis::values {
namespace {

constexpr std::size_t kLength = 4;
constexpr std::size_t kSmallest = 5;  // a length and the closing NUL
constexpr std::size_t kObjectId = 12;

constexpr std::string_view kBadLength = "E060";
constexpr std::string_view kCutShort = "E061";
constexpr std::string_view kBadType = "E062";
constexpr std::string_view kBadString = "E063";
constexpr std::string_view kBadUtf8 = "E064";
constexpr std::string_view kBadBool = "E065";
constexpr std::string_view kBadBinary = "E066";
constexpr std::string_view kBadScope = "E067";
constexpr std::string_view kBadEnd = "E068";
constexpr std::string_view kTooDeep = "X002";

// Reads over one document. `end` is always the end of the innermost document around `at_`, its
// closing NUL left out, so nothing inside can reach past it.
class Validator {
 public:
  Validator(const std::byte* bytes, std::uint32_t nesting) : bytes_(bytes), nesting_(nesting) {}

  // A document that begins at `at` and may reach to `limit`.
  bool document(std::size_t at, std::size_t limit, std::uint32_t depth) {
    if (depth >= nesting_) return fail(at, kTooDeep, "documents and arrays nest too deeply");
    if (limit - at < kSmallest) return fail(at, kCutShort, "too few bytes for a document");
    const std::size_t size = length(at);
    if (size < kSmallest || size > limit - at)
      return fail(at, kBadLength, "the length of a document does not fit");
    const std::size_t end = at + size - 1;
    if (bytes_[end] != std::byte{0}) return fail(end, kBadEnd, "a document does not end with NUL");
    at_ = at + kLength;
    while (at_ < end)
      if (!element(end, depth)) return false;
    ++at_;
    return true;
  }

  const BsonError& error() const { return error_; }

 private:
  bool fail(std::size_t at, std::string_view code, std::string_view message) {
    error_ = {at, code, message};
    return false;
  }

  std::size_t length(std::size_t at) const {
    const auto size = load_little<std::int32_t>(bytes_ + at);
    return size < 0 ? std::numeric_limits<std::size_t>::max() : static_cast<std::size_t>(size);
  }

  bool need(std::size_t count, std::size_t end) {
    return end - at_ >= count || fail(at_, kCutShort, "a value runs past its document");
  }

  bool skip(std::size_t count, std::size_t end) {
    if (!need(count, end)) return false;
    at_ += count;
    return true;
  }

  bool utf8(std::size_t at, std::size_t size) {
    const auto invalid = find_invalid_utf8({reinterpret_cast<const char*>(bytes_ + at), size});
    return !invalid || fail(at + *invalid, kBadUtf8, "not UTF-8");
  }

  // Text up to a NUL: a key, a pattern, options.
  bool c_string(std::size_t end) {
    const auto* begin = bytes_ + at_;
    const void* nul = std::memchr(begin, 0, end - at_);
    if (nul == nullptr) return fail(at_, kBadEnd, "a key or a pattern does not end with NUL");
    const auto size = static_cast<std::size_t>(static_cast<const std::byte*>(nul) - begin);
    if (!utf8(at_, size)) return false;
    at_ += size + 1;
    return true;
  }

  bool string(std::size_t end) {
    if (!need(kLength, end)) return false;
    const std::size_t size = length(at_);
    if (size < 1 || size > end - at_ - kLength)
      return fail(at_, kBadString, "the length of a string does not fit");
    const std::size_t text = at_ + kLength;
    if (bytes_[text + size - 1] != std::byte{0})
      return fail(text + size - 1, kBadString, "a string does not end with NUL");
    if (!utf8(text, size - 1)) return false;
    at_ = text + size;
    return true;
  }

  bool boolean(std::size_t end) {
    if (!need(1, end)) return false;
    if (bytes_[at_] > std::byte{1}) return fail(at_, kBadBool, "a boolean is neither 0 nor 1");
    ++at_;
    return true;
  }

  bool binary(std::size_t end) {
    if (!need(kLength + 1, end)) return false;
    const std::size_t size = length(at_);
    if (size > end - at_ - kLength - 1)
      return fail(at_, kBadBinary, "the length of binary does not fit");
    const bool is_old = bytes_[at_ + kLength] == std::byte{2};
    const std::size_t inner = at_ + kLength + 1;
    if (is_old && (size < kLength || length(inner) != size - kLength))
      return fail(at_, kBadBinary, "the inner length of binary of subtype 2 does not fit");
    at_ = inner + size;
    return true;
  }

  bool code_with_scope(std::size_t end, std::uint32_t depth) {
    if (!need(kLength, end)) return false;
    const std::size_t begin = at_;
    const std::size_t size = length(begin);
    if (size > end - begin) return fail(begin, kBadScope, "the length of code does not fit");
    if (size < kLength) return fail(begin, kBadScope, "the length of code does not fit");
    at_ += kLength;
    if (!string(begin + size) || !document(at_, begin + size, depth + 1)) return false;
    return at_ == begin + size || fail(begin, kBadScope, "the length of code does not fit");
  }

  bool element(std::size_t end, std::uint32_t depth) {
    const std::size_t begin = at_;
    const auto type = static_cast<BsonType>(load_little<std::int8_t>(bytes_ + at_));
    ++at_;
    if (!c_string(end)) return false;
    switch (type) {
      case BsonType::MinKey:
      case BsonType::MaxKey:
      case BsonType::Null:
      case BsonType::Undefined:
        return true;
      case BsonType::Bool:
        return boolean(end);
      case BsonType::Int32:
        return skip(4, end);
      case BsonType::Double:
      case BsonType::Date:
      case BsonType::Timestamp:
      case BsonType::Int64:
        return skip(8, end);
      case BsonType::ObjectId:
        return skip(kObjectId, end);
      case BsonType::Decimal128:
        return skip(16, end);
      case BsonType::String:
      case BsonType::Symbol:
      case BsonType::JavaScript:
        return string(end);
      case BsonType::Object:
      case BsonType::Array:
        return document(at_, end, depth + 1);
      case BsonType::Binary:
        return binary(end);
      case BsonType::Regex:
        return c_string(end) && c_string(end);
      case BsonType::DbPointer:
        return string(end) && skip(kObjectId, end);
      case BsonType::JavaScriptWithScope:
        return code_with_scope(end, depth);
    }
    return fail(begin, kBadType, "no such type");
  }

  const std::byte* bytes_;
  std::uint32_t nesting_;
  std::size_t at_ = 0;
  BsonError error_;
};

}  // namespace

std::optional<std::size_t> bson_length(std::span<const std::byte> bytes) {
  if (bytes.size() < kLength) return std::nullopt;
  const auto size = load_little<std::int32_t>(bytes.data());
  if (size < static_cast<std::int32_t>(kSmallest)) return std::nullopt;
  return static_cast<std::size_t>(size);
}

std::optional<BsonError> validate_bson(std::span<const std::byte> bytes, std::uint32_t nesting) {
  Validator validator(bytes.data(), nesting);
  if (!validator.document(0, bytes.size(), 0)) return validator.error();
  const std::size_t size = *bson_length(bytes);
  if (size != bytes.size()) return BsonError{size, "E069", "bytes follow the document"};
  return std::nullopt;
}

}  // namespace tamis::values
