// A document that is JSON text, which TextScan::read() has passed: values are read where they
// stand.
#pragma once

#include <cstring>
#include <string>

#include "backends/predicate/code.h"
#include "backends/predicate/form.h"
#include "backends/predicate/json_wrappers.h"
#include "backends/predicate/text_scan.h"

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
    Items(const TextScan& scan, Node container) : scan_(&scan), before_(container) {}
    bool next(Node& out) {
      if (!first_) before_ = scan_->behind(before_ + kValue);
      const bool more = first_ ? (*scan_)[before_ + 1] != kEnd : (*scan_)[before_] == ',';
      first_ = false;
      out = before_ + kValue;
      return more;
    }

   protected:
    std::string_view name() const { return scan_->string(before_ + 1); }

   private:
    const TextScan* scan_;
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
    return scan_[node] == '{' ? datum_of_object(*this, node, decoded_) : plain(node);
  }
  BsonType type(Node node) const { return datum(node).type; }

  bool member(Node node, const Key& key, Node& out) const {
    if (node != TextScan::kRoot || key.root < 0) return member(node, key.name, out);
    out = scan_.member(fields_, key.root);
    return out != RootFields::kNowhere;
  }
  bool member(Node node, std::string_view name, Node& out) const {
    // No name has escapes. One with a quote would be taken for a shorter one and what is behind it.
    if (name.find('"') != std::string_view::npos) return false;
    Members members = this->members(node);
    while (members.next(out)) {
      const char* const text = scan_.begin(out - 2) + 1;
      if (scan_.end() - text > static_cast<std::ptrdiff_t>(name.size()) &&
          text[name.size()] == '"' && std::memcmp(text, name.data(), name.size()) == 0)
        return true;
    }
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
  std::string_view string(Node node) const {
    const std::string_view raw = scan_.string(node);
    return scan_.has_escapes() ? without_escapes(raw, unescaped_ + scan_.offset(node)) : raw;
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
    if (!scan_.read(json, check, parser, fields)) return false;
    if (scan_.has_escapes() && unescaped_.size() < json.size()) unescaped_.resize(json.size());
    return true;
  }
  // Until the next is read. `decoded` holds the wrapper last read.
  ScanForm form(RootFields& fields, std::string& decoded) {
    return {scan_, fields, decoded, unescaped_.data()};
  }
  bool is_sound() const { return scan_.is_sound(); }

 private:
  TextScan scan_;
  std::string unescaped_;
};

}  // namespace tamis::predicate
