#include <sqlite3.h>
#include <tamis/sqlite_query.h>

#include <cassert>

#include "backends/sqlite/extension/bound_arguments.h"
#include "backends/sqlite/query/bind.h"
#include "backends/sqlite/spelling.h"

namespace tamis::sqlite {
namespace {

class Binder {
 public:
  Binder(sqlite3_stmt* statement, const Context& context)
      : statement_(statement), context_(context) {}

  int bind(int index, const SqlParam& param) const {
    return std::visit([&](const auto& it) { return bind_one(index, it); }, param);
  }

 private:
  int bind_one(int index, const Value& value) const {
    switch (value.type()) {
      case BsonType::Null:
        return sqlite3_bind_null(statement_, index);
      case BsonType::Int32:
        return sqlite3_bind_int(statement_, index, value.as<std::int32_t>());
      case BsonType::Int64:
        return sqlite3_bind_int64(statement_, index, value.as<std::int64_t>());
      case BsonType::Double:
        return sqlite3_bind_double(statement_, index, value.as<double>());
      case BsonType::Binary: {
        const std::string& bytes = value.as<Binary>().bytes;
        return sqlite3_bind_blob64(statement_, index, bytes.data(), bytes.size(), SQLITE_TRANSIENT);
      }
      default: {
        assert(value.is(BsonType::String));
        const std::string& text = value.as<std::string>();
        return sqlite3_bind_text64(statement_, index, text.data(), text.size(), SQLITE_TRANSIENT,
                                   SQLITE_UTF8);
      }
    }
  }

  int bind_one(int index, const RelativeDate& date) const {
    return bind_one(index, value_at(date, context_));
  }

  int bind_one(int index, const Residual& residual) const {
    return bind_residual(statement_, index, residual, context_);
  }

  int bind_one(int index, const Pattern& pattern) const {
    return bind_pattern(statement_, index, pattern);
  }

  sqlite3_stmt* statement_;
  const Context& context_;
};

}  // namespace

int bind_all(sqlite3_stmt* statement, std::span<const SqlParam> params, const Context& context,
             int first) {
  const Binder binder(statement, context);
  for (std::size_t i = 0; i < params.size(); ++i) {
    const int code = binder.bind(first + static_cast<int>(i), params[i]);
    if (code != SQLITE_OK) return code;
  }
  return SQLITE_OK;
}

int bind(sqlite3_stmt* statement, const SqlFilter& filter, const Context& context, int first) {
  return bind_all(statement, filter.params, context, first);
}

int bind(sqlite3_stmt* statement, const SqlStatement& select, const Context& context) {
  return bind_all(statement, select.params, context, 1);
}

}  // namespace tamis::sqlite
