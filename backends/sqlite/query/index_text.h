// CREATE INDEX, a name for it, and what one is of.
#pragma once

#include "backends/sqlite/query/candidates.h"
#include "backends/sqlite/query/trial.h"

namespace tamis::sqlite {

// "contacts_country", which nothing in the database is called yet.
std::string name_for(const IndexShape& shape, const TrialDatabase& trial);

// In an attached database, if one is named.
std::string create_index(const std::string& name, const IndexShape& shape, const Dialect& dialect,
                         const std::string& attached = {});

// Of an index that is there, by its definition: names of columns; of an expression, its text as it
// was written.
std::vector<std::string> index_terms(sqlite3* db, const std::string& name, const std::string& sql,
                                     int& code);
// Of two such terms, that only blanks, case or the quotation marks of names set them apart.
bool same_term(std::string_view a, std::string_view b);

std::string lower(std::string_view name);  // ASCII's letters

}  // namespace tamis::sqlite
