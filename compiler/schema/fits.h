// Does a document fit a schema? For tests and for the command's "this document does not fit".
#pragma once

#include <string>

#include <tamis/schema.h>

namespace tamis {

// What does not fit, and where: "`orders.2.qty` is a string, but the schema says an int".
// JSON Schema's rules in MongoDB's reading: a keyword speaks only of values of its own types,
// numbers are equal by value, strings count in code points, `pattern` searches. What parse_schema
// warned of as unused is not checked here either.
bool fits(const Value& document, const Schema& schema, std::string* reason = nullptr);
// The same of a value that stands where `field` describes it.
bool fits(const Value& value, const FieldSchema& field);

}  // namespace tamis
