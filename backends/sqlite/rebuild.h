// The document that tamis_match is asked about.
#pragma once

#include <optional>

#include "backends/sqlite/storage.h"

namespace tamis::sqlite {

// JSON text with every field that the part of a plan reads: the document's own column, else one
// made again from the columns and child tables that the fields are kept in. nullopt where they do
// not keep what the part asks.
std::optional<Sql> document_of(const PlanNode& part, const Scope& root, const EmitOptions& options,
                               const Dialect& dialect);
// Whether no text of that column is malformed.
bool has_valid_documents(const Scope& root, const EmitOptions& options);

}  // namespace tamis::sqlite
