// CREATE INDEX, and a name for it.
#pragma once

#include "backends/sqlite/query/candidates.h"
#include "backends/sqlite/query/trial.h"

namespace tamis::sqlite {

// "contacts_country", which nothing in the database is called yet.
std::string name_for(const IndexShape& shape, const TrialDatabase& trial);

// In an attached database, if one is named.
std::string create_index(const std::string& name, const IndexShape& shape, const Dialect& dialect,
                         const std::string& attached = {});

}  // namespace tamis::sqlite
