#include <fmt/format.h>

#include <tamis/extended_json.h>
#include <cmath>
#include <iterator>

#include "compiler/values/iso8601.h"
#include "compiler/values/text_codecs.h"

namespace tamis {
namespace {

using values::encode_base64;
using values::encode_uuid;
using values::format_double;
using values::to_hex;

constexpr std::int64_t kYear10000 = 253402300800000;  // in milliseconds

bool is_name(std::string_view key) {
  const auto part = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '$';
  };
  for (const char c : key)
    if (!part(c)) return false;
  return !key.empty() && !(key.front() >= '0' && key.front() <= '9');
}

// Whether /pattern/ reads back as the same pattern, also in mongosh.
bool fits_slashes(std::string_view pattern) {
  if (pattern.empty() || pattern.front() == '*' || pattern.ends_with('\\')) return false;
  for (const char c : pattern)
    if (c == '/' || c == '[' || static_cast<unsigned char>(c) < 0x20 || c == '\xe2') return false;
  return true;
}

std::string hex_of(const ObjectId& id) {
  return to_hex({reinterpret_cast<const char*>(id.bytes.data()), id.bytes.size()});
}

class Writer {
 public:
  explicit Writer(ExtendedJson form) : form_(form) {}

  void write(const Value& value) {
    value.visit([this](const auto& content) { put(content); });
  }

  std::string take() { return std::move(out_); }

 private:
  template <class... Args>
  void format(fmt::format_string<Args...> text, Args&&... args) {
    fmt::format_to(std::back_inserter(out_), text, std::forward<Args>(args)...);
  }

  bool shell() const { return form_ == ExtendedJson::Shell; }

  void put_text(std::string_view text) {
    out_ += '"';
    for (const char c : text) {
      switch (c) {
        case '"':
          out_ += "\\\"";
          break;
        case '\\':
          out_ += "\\\\";
          break;
        case '\b':
          out_ += "\\b";
          break;
        case '\f':
          out_ += "\\f";
          break;
        case '\n':
          out_ += "\\n";
          break;
        case '\r':
          out_ += "\\r";
          break;
        case '\t':
          out_ += "\\t";
          break;
        default:
          if (static_cast<unsigned char>(c) < 0x20)
            format("\\u{:04x}", static_cast<unsigned>(c));
          else
            out_ += c;
      }
    }
    out_ += '"';
  }

  // {"key":"text"}, or in the shell's form name("text").
  void put_wrapped(std::string_view key, std::string_view name, std::string_view text) {
    out_ += shell() ? std::string(name) + "(" : fmt::format("{{\"{}\":", key);
    put_text(text);
    out_ += shell() ? ')' : '}';
  }

  void put_members(const Object& object) {
    out_ += '{';
    bool first = true;
    for (const Member& member : object) {
      if (!first) out_ += shell() ? ", " : ",";
      first = false;
      if (shell() && is_name(member.key))
        out_ += member.key;
      else
        put_text(member.key);
      out_ += shell() ? ": " : ":";
      write(member.value);
    }
    out_ += '}';
  }

  void put(const Null&) { out_ += "null"; }
  void put(bool value) { out_ += value ? "true" : "false"; }
  void put(const std::string& value) { put_text(value); }
  void put(const Object& value) { put_members(value); }

  void put(const Array& value) {
    out_ += '[';
    bool first = true;
    for (const Value& element : value) {
      if (!first) out_ += shell() ? ", " : ",";
      first = false;
      write(element);
    }
    out_ += ']';
  }

  void put(std::int32_t value) {
    if (form_ == ExtendedJson::Canonical)
      format(R"({{"$numberInt":"{}"}})", value);
    else
      format("{}", value);
  }

  void put(std::int64_t value) {
    if (form_ == ExtendedJson::Relaxed)
      format("{}", value);
    else
      put_wrapped("$numberLong", "NumberLong", fmt::format("{}", value));
  }

  void put(double value) {
    const bool plain = shell() || (form_ == ExtendedJson::Relaxed && std::isfinite(value));
    if (plain)
      out_ += format_double(value);
    else
      format(R"({{"$numberDouble":"{}"}})", format_double(value));
  }

  void put(const Decimal128& value) {
    put_wrapped("$numberDecimal", "NumberDecimal", value.to_string());
  }

  void put(const Date& value) {
    const bool common = value.ms >= 0 && value.ms < kYear10000;
    if (shell())
      put_wrapped("", "ISODate", format_iso8601(value.ms));
    else if (form_ == ExtendedJson::Relaxed && common)
      format(R"({{"$date":"{}"}})", format_iso8601(value.ms, IsoFraction::WhenNeeded));
    else
      format(R"({{"$date":{{"$numberLong":"{}"}}}})", value.ms);
  }

  void put(const Timestamp& value) {
    if (shell())
      format("Timestamp({{t: {}, i: {}}})", value.t, value.i);
    else
      format(R"({{"$timestamp":{{"t":{},"i":{}}}}})", value.t, value.i);
  }

  void put(const ObjectId& value) { put_wrapped("$oid", "ObjectId", hex_of(value)); }

  void put(const Binary& value) {
    if (shell() && value.subtype == 4 && value.bytes.size() == 16)
      format("UUID(\"{}\")", encode_uuid(value.bytes));
    else if (shell())
      format("BinData({}, \"{}\")", value.subtype, encode_base64(value.bytes));
    else
      format(R"({{"$binary":{{"base64":"{}","subType":"{:02x}"}}}})", encode_base64(value.bytes),
             value.subtype);
  }

  // mongosh sends only `i` and `m` of a literal's flags, so other options need the constructor.
  void put(const Regex& value) {
    if (shell() && value.options.find_first_not_of("im") == std::string::npos &&
        fits_slashes(value.pattern)) {
      format("/{}/{}", value.pattern, value.options);
      return;
    }
    out_ += shell() ? "BSONRegExp(" : R"({"$regularExpression":{"pattern":)";
    put_text(value.pattern);
    out_ += shell() ? ", " : R"(,"options":)";
    put_text(value.options);
    out_ += shell() ? ")" : "}}";
  }

  void put(const JavaScript& value) { put_wrapped("$code", "Code", value.code); }

  void put(const std::shared_ptr<const JavaScriptWithScope>& value) {
    // `Code("…", {})` would read back as code without a scope.
    const bool call = shell() && !value->scope.empty();
    out_ += call ? "Code(" : (shell() ? "{$code: " : R"({"$code":)");
    put_text(value->code);
    out_ += call ? ", " : (shell() ? ", $scope: " : R"(,"$scope":)");
    put_members(value->scope);
    out_ += call ? ')' : '}';
  }

  void put(const Symbol& value) { put_wrapped("$symbol", "BSONSymbol", value.text); }

  void put(const DbPointer& value) {
    out_ += shell() ? "DBPointer(" : R"({"$dbPointer":{"$ref":)";
    put_text(value.collection);
    out_ += shell() ? ", " : R"(,"$id":)";
    put(value.id);
    out_ += shell() ? ")" : "}}";
  }

  void put(const MinKey&) { out_ += shell() ? "MinKey()" : R"({"$minKey":1})"; }
  void put(const MaxKey&) { out_ += shell() ? "MaxKey()" : R"({"$maxKey":1})"; }
  void put(const Undefined&) { out_ += shell() ? "undefined" : R"({"$undefined":true})"; }

  ExtendedJson form_;
  std::string out_;
};

}  // namespace

std::string to_extended_json(const Value& value, ExtendedJson form) {
  Writer writer(form);
  writer.write(value);
  return writer.take();
}

}  // namespace tamis
