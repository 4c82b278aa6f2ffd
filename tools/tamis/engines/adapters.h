// What the adapters share, and the makers that the registry lists.
#pragma once

#include <tamis/compile.h>

#include <algorithm>
#include <memory>
#include <stdexcept>

#include "tools/tamis/engines/engine.h"

namespace tamis::engines {

std::unique_ptr<Engine> make_reference();
std::unique_ptr<Engine> make_predicate_json();
std::unique_ptr<Engine> make_predicate_bson();
std::unique_ptr<Engine> make_predicate_text();
std::unique_ptr<Engine> make_predicate_accessor();
std::unique_ptr<Engine> make_predicate_document();
std::unique_ptr<Engine> make_predicate_stream();
std::unique_ptr<Engine> make_predicate_set();
std::unique_ptr<Engine> make_predicate_table();
std::unique_ptr<Engine> make_predicate_batch();
std::unique_ptr<Engine> make_mongodb_reread();
std::unique_ptr<Engine> make_mongodb_verbatim();
std::unique_ptr<Engine> make_mongodb_server();
std::unique_ptr<Engine> make_mingo();
std::unique_ptr<Engine> make_sift();
std::unique_ptr<Engine> make_mongomock();
std::unique_ptr<Engine> make_sqlite_document();
std::unique_ptr<Engine> make_sqlite_relaxed();
std::unique_ptr<Engine> make_sqlite_pure();
std::unique_ptr<Engine> make_sqlite_columns();
std::unique_ptr<Engine> make_sqlite_eav();
std::unique_ptr<Engine> make_sqlite_json();
std::unique_ptr<Engine> make_sqlite_rebuilt();

// The zone of the call, else of the condition; "" if neither names one.
inline const std::string& zone_of(const Condition& condition, const Context& context) {
  return context.time_zone.empty() ? condition.options().time_zone : context.time_zone;
}

// Of the errors, each once, in the order of the text.
inline std::vector<std::string> error_codes(const Diagnostics& diagnostics) {
  std::vector<std::string> codes;
  for (const Diagnostic& diagnostic : diagnostics)
    if (diagnostic.severity == Severity::Error &&
        std::find(codes.begin(), codes.end(), diagnostic.code) == codes.end())
      codes.push_back(diagnostic.code);
  return codes;
}

// Else a Failed.
inline void require(bool holds, const char* what) {
  if (!holds) throw std::logic_error(what);
}

// The documents that `ask` is true of.
template <class T, class Ask>
Outcome matched(const std::vector<T>& documents, Ask ask) {
  Matched result;
  for (std::size_t i = 0; i < documents.size(); ++i)
    if (ask(documents[i])) result.ids.push_back(static_cast<std::uint32_t>(i));
  return result;
}

}  // namespace tamis::engines
