// `x-tamis.sqlite` of a property: where it lives in SQLite.
#include <fmt/format.h>

#include <tamis/extended_json.h>

#include "compiler/schema/kinds.h"
#include "compiler/schema/words.h"
#include "compiler/schema/x_tamis.h"

namespace tamis::schema_text {
namespace {

constexpr std::string_view kMappingKeys[] = {"column",   "path",  "table",    "key",  "position",
                                             "presence", "where", "encoding", "null", "empty"};

class MappingReader {
 public:
  MappingReader(Context& context, std::uint32_t node, const FieldSchema& field)
      : context_(context), node_(node), members_(context, node), field_(field) {}

  std::optional<SqliteField> read() {
    const bool all_known = judge_keys(context_, members_, kMappingKeys);
    mapping_.span = context_.tree[node_].span;
    name("column", mapping_.column);
    name("table", mapping_.table);
    name("key", mapping_.key);
    name("position", mapping_.position);
    name("presence", mapping_.presence);
    read_path();
    read_where();
    read_encoding();
    constexpr std::string_view kNull[] = {"missing", "null"};
    constexpr std::string_view kEmpty[] = {"array", "missing"};
    if (const auto node = members_.find("null"))
      mapping_.null_is_null = read_word(context_, *node, kNull) == 1U;
    if (const auto node = members_.find("empty"))
      mapping_.empty_is_missing = read_word(context_, *node, kEmpty) == 1U;
    if (!all_known) return std::nullopt;
    check_parts();
    return std::move(mapping_);
  }

 private:
  void name(std::string_view key, std::string& out) {
    if (const auto node = members_.find(key)) out = read_identifier(context_, *node).value_or("");
  }

  void read_path() {
    const auto node = members_.find("path");
    if (!node) return;
    const std::optional<std::string> path = read_text(context_, *node);
    if (!path) return;
    if (is_json_path(*path)) {
      mapping_.path = *path;
      return;
    }
    auto entry = context_.report.error("T122", context_.tree[*node].span,
                                       fmt::format("`{}` is not a JSON path", *path),
                                       "SQLite's JSON paths begin with `$`");
    const std::string mended =
        "$." + path->substr(path->find_first_not_of("$.") == std::string::npos
                                ? path->size()
                                : path->find_first_not_of("$."));
    if (is_json_path(mended))
      entry.fix(fmt::format("write `{}`", mended), context_.tree[*node].span, quoted(mended),
                false);
  }

  // `$`, then `.name`, `."any name"` and `[3]`, one after another.
  static bool is_json_path(std::string_view path) {
    if (!path.starts_with('$') || path.find('\0') != std::string_view::npos) return false;
    path.remove_prefix(1);
    while (!path.empty()) {
      std::size_t end = std::string_view::npos;
      if (path.starts_with(".\"")) {
        end = path.find('"', 2);
        if (end == std::string_view::npos) return false;
        ++end;
      } else if (path.starts_with('.')) {
        end = std::min(path.find_first_of(".[\"", 1), path.size());
        if (end == 1) return false;
      } else if (path.starts_with('[')) {
        end = path.find_first_not_of("0123456789", 1);
        if (end == std::string_view::npos || end == 1 || path[end] != ']') return false;
        ++end;
      } else {
        return false;
      }
      path.remove_prefix(end);
    }
    return true;
  }

  void read_where() {
    const auto node = members_.find("where");
    if (!node || !is_object(context_, *node)) return;
    const SyntaxTree& tree = context_.tree;
    const Members conditions(context_, *node);
    for (const std::uint32_t condition : conditions.nodes()) {
      if (!is_identifier(tree[condition].key)) {
        context_.report.error("T105", tree[condition].key_span,
                              "a key of `where` must be the name of a column",
                              "no column can have this name");
        continue;
      }
      std::optional<Value> value =
          read_value(tree, condition, context_.limits, context_.report.out());
      if (!value) continue;
      if (value->is_number() || value->is(BsonType::String) || value->is(BsonType::Bool))
        mapping_.where.emplace_back(tree[condition].key, std::move(*value));
      else
        wrong_value(context_, condition, "a string, a number or a boolean");
    }
    if (conditions.nodes().empty()) wrong_value(context_, *node, "an object of columns and values");
  }

  void read_encoding() {
    const auto node = members_.find("encoding");
    if (!node) return;
    struct Encoding {
      std::string_view word;
      BsonType type;
      void (*apply)(SqliteField&);
    };
    static constexpr Encoding kEncodings[] = {
        {"epoch_ms", BsonType::Date, [](SqliteField& m) { m.date = DateEncoding::EpochMs; }},
        {"epoch_s", BsonType::Date, [](SqliteField& m) { m.date = DateEncoding::EpochS; }},
        {"iso8601", BsonType::Date, [](SqliteField& m) { m.date = DateEncoding::Iso8601; }},
        {"integer", BsonType::Bool, [](SqliteField& m) { m.boolean = BoolEncoding::Integer; }},
        {"text", BsonType::Bool, [](SqliteField& m) { m.boolean = BoolEncoding::Text; }},
        {"text", BsonType::ObjectId, [](SqliteField& m) { m.object_id = ObjectIdEncoding::Text; }},
        {"blob", BsonType::ObjectId, [](SqliteField& m) { m.object_id = ObjectIdEncoding::Blob; }},
    };
    std::vector<std::string_view> words;
    for (const Encoding& encoding : kEncodings)
      if (words.empty() || words.back() != encoding.word) words.push_back(encoding.word);
    const auto found = read_word(context_, *node, words);
    if (!found) return;
    const std::string_view word = words[*found];
    // Of an array of values, a value's encoding.
    const TypeSet types = field_.types | (field_.items ? field_.items->types : TypeSet());
    TypeSet speaks_of;
    bool applied = false;
    for (const Encoding& encoding : kEncodings) {
      if (encoding.word != word) continue;
      speaks_of.insert(encoding.type);
      if (!types.contains(encoding.type)) continue;
      encoding.apply(mapping_);
      applied = true;
    }
    if (!applied)
      context_.report
          .error("T127", context_.tree[*node].span,
                 fmt::format("`{}` is no encoding for this field", word),
                 fmt::format("encodes {}", speaks_of.describe()))
          .label(field_.type_span, fmt::format("the field holds {}", types.describe()));
  }

  void incomplete(std::string message, std::string_view key) {
    const auto at = members_.find(key);
    const SyntaxNode& member = context_.tree[at ? *at : node_];
    context_.report.error("T121", member.key_span, std::move(message),
                          at ? "given here" : "what is missing belongs in here");
  }

  void check_parts() {
    const auto has = [&](std::string_view key) { return members_.find(key).has_value(); };
    if (!has("column") && !has("table")) {
      incomplete("the mapping names neither a `column` nor a `table`", "");
      return;
    }
    if (has("table") && !has("key"))
      incomplete("a child table needs `key`, its column that refers to the root's", "table");
    if (!has("table"))
      for (const std::string_view key : {"key", "position", "where", "empty"})
        if (has(key)) incomplete(fmt::format("`{}` needs a child `table`", key), key);
    if (has("path") && !has("column"))
      incomplete("`path` needs the `column` that it looks into", "path");
    if (!has("presence")) return;
    for (const std::string_view key : {"null", "empty"})
      if (has(key)) incomplete(fmt::format("`presence` already says what `{}` would", key), key);
  }

  Context& context_;
  std::uint32_t node_;
  Members members_;
  const FieldSchema& field_;
  SqliteField mapping_;
};

}  // namespace

std::optional<SqliteField> read_sqlite(Context& context, std::uint32_t node,
                                       const FieldSchema& field) {
  if (!is_object(context, node)) return std::nullopt;
  return MappingReader(context, node, field).read();
}

}  // namespace tamis::schema_text
