// In-memory predicate: does this document match?
//
//   Result<Condition> condition = compile(Source("vip", R"({"country": "FI"})"));
//   predicate::Program program = predicate::compile(*condition);
//   predicate::Matcher matcher(program);  // one for each thread
//   matcher.matches(document);            // nlohmann::ordered_json, Value, or your own type
//   matcher.matches_text(R"({"country": "FI"})").matched();  // a line of NDJSON
//   matcher.matches(document, Context::now());  // `now-30d` counts from it; without one, from 1970
//
// All forms of a document give one verdict. In JSON, Extended JSON wrappers are read as the values
// that they stand for; an object that is not exactly a wrapper is an object.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <tamis/accessor.h>
#include <tamis/condition.h>
#include <tamis/context.h>
#include <tamis/document.h>
#include <tamis/explanation.h>

namespace tamis::predicate {

// A condition made ready to run. Immutable and cheap to copy (copies share); safe to use from
// several threads. Keeps its Condition alive.
class Program {
 public:
  const Condition& condition() const;

  struct Data;
  explicit Program(std::shared_ptr<const Data> data) : data_(std::move(data)) {}
  const Data& data() const { return *data_; }

 private:
  std::shared_ptr<const Data> data_;
};

// Linear in the size of the condition. Every condition has a Program.
Program compile(const Condition& condition);

// The answer about a document that comes as bytes, which may be malformed. There is no conversion
// to bool, as one might mean "was read" and another "matches".
class [[nodiscard]] Verdict {
 public:
  explicit Verdict(bool matched) : matched_(matched) {}
  explicit Verdict(Diagnostics errors) : errors_(std::move(errors)) {}

  bool ok() const { return !errors_; }       // the document could be read
  bool matched() const { return matched_; }  // false if it could not
  // Why it could not.
  const Diagnostics& errors() const {
    static const Diagnostics kNone;
    return errors_ ? *errors_ : kNone;
  }

 private:
  bool matched_ = false;
  std::optional<Diagnostics> errors_;
};

// How much of a JSON text is checked.
enum class TextCheck : std::uint8_t {
  Whole,   // every mistake is found
  Needed,  // only what the verdict needs is read, of text that is known to be one JSON object, and
           // nothing where a string does not occur that the condition needs; with a mistake
           // anywhere in it, the verdict may be any
};

// Runs a Program; owns the scratch memory: after a few documents nothing is allocated, but for a
// Document of which an object has other fields than any before (and for RE2's own bounded cache).
// Used by one thread at a time.
class Matcher {
 public:
  explicit Matcher(Program program);
  ~Matcher();
  Matcher(Matcher&&) noexcept;
  Matcher& operator=(Matcher&&) noexcept;

  const Program& program() const;

  // Of repeated keys the first counts.
  bool matches(const nlohmann::ordered_json& document, const Context& context = {});
  // Such a document is sorted by key, and of repeated keys the last was kept: a whole object that
  // the condition names member by member equals it only in that order.
  bool matches(const nlohmann::json& document, const Context& context = {});
  bool matches(const Value& document, const Context& context = {});
  bool matches(const Field& document, const Context& context = {});
  bool matches(const Document& document, const Context& context = {});
  // Which of them match: `found` becomes their indexes, ascending. They are asked 64 at a time,
  // while what is looked at in those that come next is fetched.
  void find(std::span<const Document> documents, std::vector<std::size_t>& found,
            const Context& context = {});

  // One JSON object, blanks around it allowed: strict JSON with Extended JSON wrappers. Numbers by
  // their text: 1 is an int, 3000000000 a long, 1.0 a double. The document is read as a whole, so a
  // mistake anywhere in it is found, unless `check` says otherwise. Codes: E syntax, X limits.
  Verdict matches_text(std::string_view json, const Context& context = {},
                       TextCheck check = TextCheck::Whole);
  // One BSON document, checked as a whole before it is asked. Codes: E06x.
  Verdict matches_bson(std::span<const std::byte> bson, const Context& context = {});

  // The same verdict with its reasons. Slow, and for people; allocates.
  Explanation explain(const nlohmann::ordered_json& document, const Context& context = {});
  Explanation explain(const nlohmann::json& document, const Context& context = {});
  Explanation explain(const Value& document, const Context& context = {});
  Explanation explain(const Field& document, const Context& context = {});
  Explanation explain(const Document& document, const Context& context = {});
  Result<Explanation> explain_text(std::string_view json, const Context& context = {});
  Result<Explanation> explain_bson(std::span<const std::byte> bson, const Context& context = {});

 private:
  friend class StreamAsker;  // asks many lines at once
  struct Scratch;
  Program program_;
  std::unique_ptr<Scratch> scratch_;
};

}  // namespace tamis::predicate
