// In-memory predicate: does this document match?
//
//   Result<Condition> condition = compile(Source("vip", R"({"country": "FI"})"));
//   predicate::Program program = predicate::compile(*condition);
//   predicate::Matcher matcher(program);  // one for each thread
//   matcher.matches(document);            // nlohmann::ordered_json
//
// All forms of a document give one verdict. In JSON, Extended JSON wrappers are read as the values
// that they stand for; an object that is not exactly a wrapper is an object.
#pragma once

#include <cstdint>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include <tamis/condition.h>

namespace tamis::predicate {

// What a verdict may depend on beside the document. Only relative dates do.
struct Context {
  std::int64_t now_ms = 0;  // milliseconds since 1970-01-01T00:00:00Z
  // An IANA name or "+02:00"; "" is the condition's (CompileOptions), else the schema's, else UTC.
  std::string time_zone = {};

  // The system clock's present time.
  static Context now();
};

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

// Runs a Program; owns the scratch memory, so that after the first few documents nothing is
// allocated (RE2's own bounded cache excepted). Used by one thread at a time.
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

 private:
  struct Scratch;
  Program program_;
  std::unique_ptr<Scratch> scratch_;
};

}  // namespace tamis::predicate
