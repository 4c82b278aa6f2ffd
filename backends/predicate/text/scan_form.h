// A document that is JSON text, which TextScan::read() has passed: values are read where they
// stand.
#pragma once

#include <string>

#include "backends/predicate/code.h"
#include "backends/predicate/forms/form.h"
#include "backends/predicate/forms/json_wrappers.h"
#include "backends/predicate/text/text_scan.h"
#include "compiler/values/same_bytes.h"

namespace tamis::predicate {

// The string without its escapes, in `out` where it has any. `raw` has no surrogates.
std::string_view without_escapes(std::string_view raw, char* out);
// The number at the beginning of the text.
Datum read_number(const char* text, const char* end);

class ScanForm {
 public:
  using Node = TextScan::Token;  // a value's first

  // What stands between brackets, of which `kEnd` is the second; a value is the `kValue`-th token
  // behind the bracket or comma before it. It is passed when the next is asked for: most often none
  // is.
  template <char kEnd, Node kValue>
  class Items {
   public:
    Items(TextScan& scan, Node container) : scan_(&scan), before_(container) {}
    bool next(Node& out) {
      if (!first_) before_ = scan_->behind(before_ + kValue);
      const bool more = first_ ? (*scan_)[before_ + 1] != kEnd : (*scan_)[before_] == ',';
      first_ = false;
      out = before_ + kValue;
      if constexpr (kEnd == '}') return more && scan_->is_name(before_ + 1);
      return more;
    }

   protected:
    std::string_view name() const { return scan_->string(before_ + 1); }

   private:
    TextScan* scan_;
    Node before_;  // what is before the value that comes next, or was given out last
    bool first_ = true;
  };

  using Elements = Items<']', 1>;

  class Members : public Items<'}', 3> {
   public:
    using Items::Items;
    using Items::next;
    bool next(std::string_view& name, Node& out) {
      const bool more = next(out);
      if (more) name = this->name();
      return more;
    }
  };

  // `unescaped` has as many bytes as the text: a string's own place there is where it is decoded.
  ScanForm(TextScan& scan, RootFields& fields, std::string& decoded, char* unescaped)
      : scan_(scan), fields_(fields), decoded_(decoded), unescaped_(unescaped) {}

  Datum root_datum(Node) const { return make_datum(BsonType::Object); }
  Datum datum(Node node) const {
    return may_be_wrapper(node) ? datum_of_object(*this, node, decoded_) : plain(node);
  }
  BsonType type(Node node) const { return datum(node).type; }

  bool member(Node node, const Key& key, Node& out) const {
    if (node != TextScan::kRoot || key.root < 0) return member(node, key.name, out);
    out = scan_.member(fields_, key.root);
    return out != RootFields::kNowhere;
  }
  bool member(Node node, std::string_view name, Node& out) const {
    Members members = this->members(node);
    std::string_view text;  // without escapes
    while (members.next(text, out))
      if (same_text(text, name)) return true;
    return false;
  }
  bool element(Node node, std::size_t index, Node& out) const {
    return nth(elements(node), index, out);
  }

  Elements elements(Node node) const { return Elements(scan_, node); }
  Members members(Node node) const { return Members(scan_, node); }
  Node scope(Node node) const { return scope_of_object(*this, node, decoded_); }

  // Wrappers as the objects that they are.
  Datum plain(Node node) const {
    switch (scan_[node]) {
      case '{':
        return make_datum(BsonType::Object);
      case '[':
        return make_datum(BsonType::Array);
      case '"':
        return make_text(BsonType::String, string(node));
      case 't':
        return make_integer(BsonType::Bool, 1);
      case 'f':
        return make_integer(BsonType::Bool, 0);
      case 'n':
        return make_datum(BsonType::Null);
      default:
        return read_number(scan_.begin(node), scan_.end());
    }
  }

 private:
  // Whether it is an object whose first name begins with a dollar, or with an escape.
  bool may_be_wrapper(Node node) const {
    if (scan_[node] != '{' || scan_[node + 1] != '"') return false;
    const char first = scan_.begin(node + 1)[1];
    return first == '$' || first == '\\';
  }
  std::string_view string(Node node) const {
    const std::string_view raw = scan_.string(node);
    if (!scan_.has_escapes() || !scan_.is_string(node)) return raw;
    return without_escapes(raw, unescaped_ + scan_.offset(node));
  }

  TextScan& scan_;
  RootFields& fields_;
  std::string& decoded_;
  char* unescaped_;
};

static_assert(DocumentForm<ScanForm>);

// A TextScan with the room that its strings need.
class ScannedText {
 public:
  // As TextScan::read().
  bool read(std::string_view json, TextCheck check, simdjson::dom::parser& parser,
            RootFields& fields) {
    return scan_.read(json, check, parser, fields) && make_room(json.size());
  }
  bool read(std::string_view text, const Tokens& tokens, TextCheck check, RootFields& fields) {
    return scan_.read(text, tokens, check, fields) && make_room(text.size());
  }
  // As TextScan::take(), of text without escapes.
  const TextScan& take(std::string_view text, const Tokens& tokens) {
    scan_.take(text, tokens);
    return scan_;
  }
  // Until the next is read. `decoded` holds the wrapper last read.
  ScanForm form(RootFields& fields, std::string& decoded) {
    return {scan_, fields, decoded, unescaped_.data()};
  }
  bool is_sound() const { return scan_.is_sound(); }

 private:
  bool make_room(std::size_t bytes) {
    if (scan_.has_escapes() && unescaped_.size() < bytes) unescaped_.resize(bytes);
    return true;
  }

  TextScan scan_;
  std::string unescaped_;
};

}  // namespace tamis::predicate
