#include "backends/sqlite/text_test.h"

#include <tamis/extended_json.h>

#include "compiler/values/regex.h"

namespace tamis::sqlite {
namespace {

// The least text above every text with this prefix, in the order of bytes; "" if there is none.
std::string above_prefix(std::string text) {
  while (!text.empty()) {
    const auto last = static_cast<unsigned char>(text.back());
    // Adding one to the last byte keeps the order; the result need not be UTF-8.
    if (last < 0xF4U) {
      text.back() = static_cast<char>(last + 1);
      return text;
    }
    text.pop_back();
  }
  return text;
}

class TextTest {
 public:
  explicit TextTest(const TextPlace& place) : place_(place) {}

  std::optional<Expr> of(const Operand& operand) const {
    if (const auto& literal = operand.regex->literal()) return plain(*literal);
    if (place_.pure_sql || place_.dialect.regex.empty()) return std::nullopt;
    const Regex& written = operand.value.as<Regex>();
    Expr search = primary(
        said(place_.dialect.regex,
             {place_.value, value(Pattern{operand.regex, written.pattern, written.options})}));
    const std::string prefix(operand.regex->required_prefix());
    if (prefix.empty()) return search;
    return all_of({begins_with(prefix), std::move(search)});
  }

 private:
  Expr compared(std::string_view op, const std::string& text) const {
    return comparison(place_.value + Sql(op) + value(Value(text)), place_.null_sources);
  }

  Expr begins_with(const std::string& prefix) const {
    if (prefix.empty()) return there();
    std::vector<Expr> parts;
    parts.push_back(compared(" >= ", prefix));
    const std::string above = above_prefix(prefix);
    if (!above.empty()) parts.push_back(compared(" < ", above));
    return all_of(std::move(parts));
  }

  Expr there() const {
    if (place_.null_sources.empty()) return constant(true);
    return is_there(place_.value);
  }

  // substr() of text stops at a NUL, that of a blob does not, and of an empty one it is NULL.
  Expr ends_with(const std::string& text) const {
    if (text.empty()) return there();
    const Sql end = value(Value(Binary{text, 0}));
    const Sql size(std::to_string(text.size()));
    return two_valued(said(place_.dialect.ends_with, {place_.value, end, size}),
                      said(place_.dialect.ends_otherwise, {place_.value, end, size}));
  }

  Expr plain(const LiteralPattern& literal) const {
    const std::string& text = literal.text;
    switch (literal.place) {
      case LiteralPattern::Place::Contains:
        if (text.empty()) return there();
        return comparison(said(place_.dialect.contains, {place_.value, value(Value(text))}),
                          place_.null_sources);
      case LiteralPattern::Place::Prefix:
        return begins_with(text);
      case LiteralPattern::Place::Suffix:
        return ends_with(text);
      case LiteralPattern::Place::Exact:
        return compared(" = ", text);
      case LiteralPattern::Place::SuffixLine:
        return any_of({ends_with(text), ends_with(text + "\n")});
      case LiteralPattern::Place::ExactLine:
        return comparison(place_.value + Sql(" IN (") + value(Value(text)) + Sql(", ") +
                              value(Value(text + "\n")) + Sql(")"),
                          place_.null_sources);
    }
    return constant(false);
  }

  const TextPlace& place_;
};

}  // namespace

std::optional<Expr> text_test(const Operand& pattern, const TextPlace& place) {
  return TextTest(place).of(pattern);
}

std::optional<std::string> as_json_array(const std::vector<SqlParam>& values) {
  Array array;
  for (const SqlParam& param : values) {
    const auto* value = std::get_if<Value>(&param);
    if (value == nullptr || value->is(BsonType::Double) || value->is(BsonType::Binary))
      return std::nullopt;
    const auto* text = value->get_if<std::string>();
    if (text != nullptr && text->find('\0') != std::string::npos) return std::nullopt;
    array.push_back(*value);
  }
  return to_extended_json(Value(std::move(array)), ExtendedJson::Relaxed);
}

}  // namespace tamis::sqlite
