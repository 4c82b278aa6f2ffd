// A document that is JSON text, which TextScan::read() has passed: values are read where they
// stand.
#pragma once

#include <string>

#include "backends/predicate/code.h"
#include "backends/predicate/form.h"
#include "backends/predicate/json_wrappers.h"
#include "backends/predicate/root_fields.h"
#include "backends/predicate/text_scan.h"

namespace tamis::predicate {

// The string without its escapes, in `out` where it has any. `raw` has no surrogates.
std::string_view without_escapes(std::string_view raw, char* out);
// The number at the beginning of the text, as mongosh reads it.
Datum read_number(const char* text, const char* end);

class ScanForm {
 public:
  using Node = TextScan::Position;  // of a value's first byte

  class Elements {
   public:
    Elements(const TextScan& scan, Node array)
        : scan_(&scan), at_(scan.skip_blanks(array + 1)), more_(scan.text()[at_] != ']') {}
    bool next(Node& out) {
      if (!more_) return false;
      out = at_;
      const Node separator = scan_->behind(at_);
      more_ = scan_->text()[separator] == ',';
      if (more_) at_ = scan_->skip_blanks(separator + 1);
      return true;
    }

   private:
    const TextScan* scan_;
    Node at_;
    bool more_;
  };

  // A member's value is passed when the next is asked for: most often none is.
  class Members {
   public:
    Members(const TextScan& scan, Node object) : scan_(&scan), last_(object) {}
    bool next(std::string_view& name, Node& out) {
      const Node before = first_ ? last_ : scan_->behind(last_);
      if (!first_ && scan_->text()[before] != ',') return false;
      const Node quote = scan_->skip_blanks(before + 1);
      if (scan_->text()[quote] != '"') return false;  // an empty object
      first_ = false;
      const Node end = scan_->closing_quote(quote);
      name = scan_->text().substr(quote + 1, end - quote - 1);
      last_ = scan_->skip_blanks(scan_->skip_blanks(end + 1) + 1);
      out = last_;
      return true;
    }

   private:
    const TextScan* scan_;
    Node last_;  // the value given out last, or the opening bracket
    bool first_ = true;
  };

  // `unescaped` has as many bytes as the text: a string's own place there is where it is decoded.
  ScanForm(const TextScan& scan, const RootFields& fields, std::string& decoded, char* unescaped)
      : scan_(scan), fields_(fields), decoded_(decoded), unescaped_(unescaped) {}

  Datum root_datum(Node) const { return make_datum(BsonType::Object); }
  Datum datum(Node node) const {
    return scan_.text()[node] == '{' ? datum_of_object(*this, node, decoded_) : plain(node);
  }
  BsonType type(Node node) const { return datum(node).type; }

  bool member(Node node, const Key& key, Node& out) const {
    if (node != scan_.root() || key.root < 0) return member(node, key.name, out);
    out = fields_.value(key.root);
    return out != RootFields::kNowhere;
  }
  bool member(Node node, std::string_view name, Node& out) const {
    Members members = this->members(node);
    std::string_view each;
    while (members.next(each, out))
      if (each.size() == name.size() && each == name) return true;
    return false;
  }
  bool element(Node node, std::size_t index, Node& out) const {
    Elements elements = this->elements(node);
    while (elements.next(out))
      if (index-- == 0) return true;
    return false;
  }

  Elements elements(Node node) const { return Elements(scan_, node); }
  Members members(Node node) const { return Members(scan_, node); }
  Node scope(Node node) const { return scope_of_object(*this, node, decoded_); }

  // Wrappers as the objects that they are.
  Datum plain(Node node) const {
    switch (scan_.text()[node]) {
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
        return read_number(scan_.text().data() + node, scan_.text().data() + scan_.text().size());
    }
  }

 private:
  std::string_view string(Node node) const {
    const std::string_view raw =
        scan_.text().substr(node + 1, scan_.closing_quote(node) - node - 1);
    return scan_.has_escapes() ? without_escapes(raw, unescaped_ + node) : raw;
  }

  const TextScan& scan_;
  const RootFields& fields_;
  std::string& decoded_;
  char* unescaped_;
};

static_assert(DocumentForm<ScanForm>);

}  // namespace tamis::predicate
