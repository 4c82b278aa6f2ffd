// SqlWords: what the text of a statement may be made of.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>

#include <tamis/sqlite_query.h>

namespace tamis::engines {

// SQL's own words and signs, the names that a schema and the options give, and marks: no value that
// a condition holds is among them.
class SqlWords {
 public:
  SqlWords(const std::optional<Schema>& schema, const sqlite::EmitOptions& options,
           const sqlite::Selection& selection = {});

  // What is neither, or that the marks are not `params` in order; "" when all is well.
  std::string fault(std::string_view text, std::size_t params) const;

 private:
  void add(const FieldSchema& object);
  void add(const SqliteField& mapping);
  bool is_name(const std::string& quoted) const;
  bool is_literal(const std::string& quoted) const;
  bool is_member(const std::string& quoted) const;
  bool is_json_path(std::string_view path) const;

  std::set<std::string, std::less<>> names_;       // of tables and columns
  std::set<std::string, std::less<>> properties_;  // components of JSON paths
  std::set<std::string, std::less<>> paths_;       // as mappings write them
  sqlite::Marks marks_;
};

}  // namespace tamis::engines
