// Any bytes as Extended JSON, and as BSON: what is read is written and read again without loss; and
// as a document that is asked, all of it checked or only what is needed.
#include <tamis/compile.h>
#include <tamis/extended_json.h>
#include <tamis/predicate.h>

#include <vector>

#include "fuzz/check.h"

using namespace tamis;

namespace {

void require_text_keeps(const Value& value, ExtendedJson form) {
  const std::string text = to_extended_json(value, form);
  const Result<Value> again = parse_extended_json(Source("text", text));
  fuzz::require(again.ok(), "what is written is read: " + text);
  const bool same =
      form == ExtendedJson::Relaxed ? compare(*again, value) == 0 : identical(*again, value);
  fuzz::require(same, "the value is kept: " + text);
}

void require_bson_keeps(const Value& value) {
  const std::optional<std::string> bytes = to_bson(value);
  if (!bytes) return;
  const Result<Value> again = parse_bson(std::as_bytes(std::span(*bytes)));
  fuzz::require(again && identical(*again, value),
                "BSON keeps " + to_extended_json(value, ExtendedJson::Canonical));
}

std::vector<predicate::Matcher> matchers() {
  std::vector<predicate::Matcher> all;
  for (const char* text : {R"({"a": {"$gt": 1}})", R"({"a.b": null, "b": {"$exists": true}})",
                           R"({"b": {"$elemMatch": {"a": "x"}}})", R"({"a": {"$type": "double"}})",
                           R"({"a": {"$in": [[], {}, "", false, 0]}})"})
    all.emplace_back(predicate::compile(*compile(Source("condition", text))));
  return all;
}

// Long texts are read in another way than short ones.
void require_length_keeps(const std::string& text) {
  static std::vector<predicate::Matcher> all = matchers();
  constexpr std::size_t kLong = 512;
  const std::string with_blanks = text + std::string(kLong, ' ');
  for (predicate::Matcher& matcher : all) {
    const predicate::Verdict verdict = matcher.matches_text(text);
    const predicate::Verdict other = matcher.matches_text(with_blanks);
    fuzz::require(verdict.ok() == other.ok() && verdict.matched() == other.matched(),
                  "blanks behind a text change nothing");
  }
}

void require_trust_keeps(std::string_view text) {
  static std::vector<predicate::Matcher> all = matchers();
  for (predicate::Matcher& matcher : all) {
    const predicate::Verdict whole = matcher.matches_text(text);
    const predicate::Verdict needed = matcher.matches_text(text, {}, predicate::TextCheck::Needed);
    if (!whole.ok()) continue;
    fuzz::require(needed.ok() && needed.matched() == whole.matched(),
                  "text that is trusted has the verdict of all of it");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Source source("input", std::string(fuzz::text_of(data, size)));
  const Result<Value> value = parse_extended_json(source);
  fuzz::require_well_formed(value.diagnostics());
  if (value) {
    require_text_keeps(*value, ExtendedJson::Canonical);
    require_text_keeps(*value, ExtendedJson::Relaxed);
    if (value->is(BsonType::Object)) require_bson_keeps(*value);
  }
  require_trust_keeps(source.text());
  require_length_keeps(std::string(source.text()));
  const Result<Value> document = parse_bson(std::as_bytes(std::span(data, size)));
  if (document) {
    require_bson_keeps(*document);
    fuzz::require(compare(*document, *document) == 0, "a value equals itself");
  }
  return 0;
}
