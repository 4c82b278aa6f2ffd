// Engine: one way to run a condition over documents. All engines must agree.
//
//   for (const EngineInfo& info : engine_table())
//     Outcome outcome = info.make()->run(condition, documents, context);
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <tamis/condition.h>
#include <tamis/context.h>

#include "tools/tamis/engines/documents.h"

namespace tamis::engines {

// Indexes of the documents that match, from 0, ascending.
//
//   held   what the engine made of the documents, where its storage holds less than documents do;
//          null: they were as given. owed() gives the verdicts that it owes then
struct Matched {
  std::vector<std::uint32_t> ids;
  std::shared_ptr<const Documents> held = nullptr;
};

// The backend refuses the condition; codes of its errors, in order.
struct Rejected {
  std::vector<std::string> codes;
};

// The engine cannot run this case. Skips are counted and shown, never silent.
struct Skipped {
  std::string reason;
};

// The engine broke: a fault of ours, in words.
struct Failed {
  std::string what;
};

using Outcome = std::variant<Matched, Rejected, Skipped, Failed>;

class Engine {
 public:
  virtual ~Engine() = default;
  virtual Outcome run(const Condition& condition, const Documents& documents,
                      const Context& context) = 0;
};

// The verdicts that an engine owes: `expected`, but the reference's of what it made of a document,
// where that is not the document itself.
std::vector<std::uint32_t> owed(const std::vector<std::uint32_t>& expected, const Matched& matched,
                                const Condition& condition, const Documents& documents,
                                const Context& context);

struct EngineInfo {
  std::string_view name;
  std::string_view family;
  bool needs_schema = false;
  bool partial = false;  // refuses some conditions on purpose
  std::unique_ptr<Engine> (*make)() = nullptr;
};

// The reference comes first.
std::span<const EngineInfo> engine_table();

// Software of others, which runs only when asked for by name.
std::span<const EngineInfo> outside_engines();

// The engines of a comma-separated list of names and families, in the tables' order; "" is all of
// ours.
// Those that need a schema are left out without one, unless asked for by name. An unknown name
// gives nullopt and is put into `unknown`.
std::optional<std::vector<EngineInfo>> select_engines(std::string_view list, bool with_schema,
                                                      std::string& unknown);

}  // namespace tamis::engines
