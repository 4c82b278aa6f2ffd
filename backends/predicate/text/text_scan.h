// TextScan: the text of one JSON object, checked as a whole, with its values left where they stand.
//
// TextTokens finds the tokens; one walk over them checks all else, and meets the members of the
// root that are asked for. Nothing is copied or converted but what is asked for.
//
// Sound, not complete. What read() passes is a document that simdjson passes, and has the same
// meaning (predicate_scan_test holds it to that). What it does not pass may be malformed, or have
// something rare in it: a number with an exponent, a name with an escape, a surrogate pair as
// escapes, more than 64 levels. That is for a parser to say.
//
// Of a text that is trusted only what is asked for is looked at, when it is asked for, and the rest
// may be malformed unnoticed.
#pragma once

#include <simdjson.h>

#include <cstddef>
#include <cstdint>
#include <string_view>

#include <tamis/predicate.h>

#include "backends/predicate/text/root_fields.h"
#include "backends/predicate/text/text_tokens.h"

namespace tamis::predicate {

class TextScan {
 public:
  using Token = RootFields::Token;

  // For tests, a lesser machine than this one.
  explicit TextScan(Machine machine = this_machine()) : finder_(machine) {}

  // False: ask a parser. `json` and `parser`, whose memory it uses, must outlive what is asked
  // below unchanged, all of which needs a true, and so do `fields`.
  bool read(std::string_view json, TextCheck check, simdjson::dom::parser& parser,
            RootFields& fields);
  // As above, of tokens that were found before. `text` ends where the last of them does.
  bool read(std::string_view text, const Tokens& tokens, TextCheck check, RootFields& fields) {
    if (tokens.count < 2) return false;
    take(text, tokens);
    check_ = check;
    fields.forget();
    return begin(fields);
  }
  // Of tokens that a walk would pass: nothing is met yet.
  void take(std::string_view text, const Tokens& tokens) {
    text_ = text;
    tokens_ = tokens;
    last_ = static_cast<Token>(tokens.count - 1);
    check_ = TextCheck::Whole;
    is_sound_ = true;
    at_end_ = true;
  }

  // The value of the name of that number among the fields, or kNowhere.
  Token member(RootFields& fields, std::int32_t name) {
    if (fields.value(name) == RootFields::kNowhere && !at_end_) seek(fields, name);
    return fields.value(name);
  }
  // For text that is trusted: whether a member's name is there, and a string that is not for a
  // parser.
  bool is_name(Token at) { return check_ == TextCheck::Whole || begins_member(at) || spoil(); }
  bool is_string(Token at) {
    return check_ == TextCheck::Whole || has_known_escapes(at) || spoil();
  }
  // False: something that was met is for a parser, and no answer counts.
  bool is_sound() const { return is_sound_; }

  bool has_escapes() const { return tokens_.has_escapes; }
  // The first byte of a token.
  char operator[](Token token) const { return tokens_.kinds[token]; }
  std::size_t offset(Token token) const { return tokens_.offsets[token]; }
  const char* begin(Token token) const { return text_.data() + offset(token); }
  const char* end() const { return text_.data() + text_.size(); }

  static constexpr Token kRoot = 0;

  // What is between the quotes, escapes as they are written.
  std::string_view string(Token token) const {
    const char* const first = begin(token) + 1;
    const char* const last = begin(token + 1) - 1;  // the closing quote, if no blanks are behind it
    if (has_escapes() || *last != '"') return string_before_blanks(token);
    return {first, static_cast<std::size_t>(last - first)};
  }
  // The comma or bracket behind a value.
  Token behind(Token value) const {
    const char first = (*this)[value];
    return (first == '{' || first == '[' ? closing(value) : value) + 1;
  }

 private:
  template <bool kEscapes>
  class Walk;

  bool begin(RootFields& fields);
  // From the member of the root that was met last to that one.
  void seek(RootFields& fields, std::int32_t wanted);
  // The bracket that closes a container, or the last token.
  Token closing(Token open) const;
  std::string_view string_before_blanks(Token token) const;
  bool begins_member(Token at) const;
  bool has_known_escapes(Token at) const;
  bool spoil() { return is_sound_ = false; }

  std::string_view text_;
  TextTokens finder_;
  Tokens tokens_;
  TextCheck check_ = TextCheck::Whole;
  bool is_sound_ = true;
  bool at_end_ = true;  // there are no more members of the root to be met
  Token last_ = 0;      // of all
  Token met_ = kRoot;   // the value of the member of the root that was met last, if one was
};

}  // namespace tamis::predicate
