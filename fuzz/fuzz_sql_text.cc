// Any bytes as a condition: the SQL is made of the schema's names and SQL's own words alone, so no
// value can reach it; every mark has its parameter, and the same Plan gives the same text.
#include <tamis/compile.h>
#include <tamis/sqlite.h>

#include "fuzz/check.h"
#include "fuzz/sqlite_world.h"
#include "tools/tamis/engines/sqlite_words.h"

using namespace tamis;

namespace {

void require_closed(const Condition& condition, const sqlite::EmitOptions& options) {
  const Result<sqlite::SqlFilter> filter = sqlite::emit(condition, options);
  fuzz::require_well_formed(filter.diagnostics());
  if (!filter) return;
  const engines::SqlWords words(condition.schema(), options);
  const std::string fault = words.fault(filter->text, filter->params.size());
  fuzz::require(fault.empty(), fault + " in " + filter->text);
  fuzz::require(sqlite::emit(condition, options)->text == filter->text, "one Plan, one text");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Source source("input", std::string(fuzz::text_of(data, size)));
  for (const bool with_schema : {false, true}) {
    CompileOptions compile_options;
    if (with_schema) compile_options.schema = fuzz::sqlite_schema();
    const Result<Condition> condition = compile(source, compile_options);
    if (!condition) continue;
    require_closed(*condition, {});
    require_closed(*condition, {.pure_sql = true});
  }
  return 0;
}
