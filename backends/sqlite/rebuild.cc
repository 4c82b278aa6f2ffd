#include "backends/sqlite/rebuild.h"

namespace tamis::sqlite {

std::optional<Sql> document_of(const PlanNode& /*part*/, const Scope& root,
                               const EmitOptions& options, const Dialect& dialect) {
  if (root.schema == nullptr) return Sql(root.qualifier + dialect.quoted(options.document));
  const std::string& column = root.schema->sqlite()->document;
  if (column.empty()) return std::nullopt;
  return Sql(root.qualifier + dialect.quoted(column));
}

}  // namespace tamis::sqlite
