// Which columns of which tables a schema's fields live in.
#pragma once

#include <string>
#include <vector>

#include <tamis/schema.h>
#include <tamis/sqlite_query.h>

namespace tamis::sqlite {

struct MappedColumn {
  std::string table, column;
  SourceSpan span;  // of the mapping, in the schema
  enum class Role : std::uint8_t {
    Key,  // the root's
    Document,
    Value,
    Other  // a child's key, JSON, a position, what tells rows apart
  } role = Role::Other;
  // Of a Value.
  TypeSet types = {};
  BoolEncoding boolean = BoolEncoding::Integer;
  DateEncoding date = DateEncoding::EpochMs;
  ObjectIdEncoding object_id = ObjectIdEncoding::Text;
};

// In the order of the schema; a column may stand there several times. The root's table and its key
// are the selection's, if it names them.
std::vector<MappedColumn> mapped_columns(const Schema& schema, const Selection& selection);

}  // namespace tamis::sqlite
