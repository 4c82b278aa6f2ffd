// Names as MongoDB has them: `x-tamis.mongodb` in place of a property's own.
#pragma once

#include <string>

#include "compiler/match_expression.h"
#include "compiler/report.h"

namespace tamis::mongodb {

// `facts` are those of the path, or null.
std::string stored_path(const FieldPath& path, const FieldFacts* facts);

// Whether a property, at any depth, has another name in MongoDB.
bool renames_below(const FieldSchema& field);

// The value of a literal that is compared with `field` (or with what nobody knows, when null), with
// the names that MongoDB has for its members. Reports B032 where there are none: for a member that
// is stored elsewhere than in its own object, and for an order that other names would change.
Value stored_operand(const Operand& operand, const FieldSchema* field, bool ordered,
                     Reporter& report);

}  // namespace tamis::mongodb
