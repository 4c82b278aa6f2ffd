#include "compiler/schema/x_tamis.h"

#include <algorithm>

#include <fmt/format.h>

#include "compiler/schema/kinds.h"
#include "compiler/schema/words.h"
#include "compiler/values/date_math.h"

namespace tamis::schema_text {
namespace {

constexpr std::string_view kRootKeys[] = {"sqlite", "timezone"};
constexpr std::string_view kPropertyKeys[] = {"sqlite",      "mongodb", "indexed",
                                              "selectivity", "aliases", "topics"};
constexpr std::string_view kRootSqliteKeys[] = {"table", "key", "document", "valid_documents"};

// A dotted path that MongoDB can store under: no empty component, none that begins with `$`.
bool is_mongodb_path(std::string_view path) {
  if (path.find('\0') != std::string_view::npos) return false;
  const FieldPath split(path);
  return std::none_of(split.components().begin(), split.components().end(), [](const auto& part) {
    return part.name.empty() || part.name.starts_with('$');
  });
}

void read_mongodb(Context& context, std::uint32_t node, FieldSchema& field) {
  const SyntaxNode& path = context.tree[node];
  if (path.kind == SyntaxKind::String && is_mongodb_path(path.text))
    field.mongodb_name = path.text;
  else
    wrong_value(context, node, "a dotted path such as `profile.createdAt`");
}

void read_selectivity(Context& context, std::uint32_t node, FieldSchema& field) {
  const std::optional<Value> share = read_number(context, node);
  if (!share) return;
  if (compare_numbers(*share, Value(0)) < 0 || compare_numbers(*share, Value(1)) > 0) {
    wrong_value(context, node, "a share from 0 to 1");
    return;
  }
  if (const auto* d = share->get_if<double>()) field.selectivity = *d;
  if (const auto* i = share->get_if<std::int32_t>()) field.selectivity = *i;
}

void read_aliases(Context& context, std::uint32_t node, FieldSchema& field) {
  for (const std::uint32_t item : read_texts(context, node)) {
    const SyntaxNode& alias = context.tree[item];
    if (alias.text.empty() || alias.text.find('.') != std::string_view::npos ||
        alias.text.starts_with('$'))
      context.report.error("T105", alias.span, fmt::format("`{}` cannot be an alias", alias.text),
                           "an alias is one name, without dots or a leading `$`");
    else
      field.aliases.emplace_back(alias.text);
  }
}

}  // namespace

bool judge_keys(Context& context, const Members& members, std::span<const std::string_view> known,
                std::span<const std::string_view> elsewhere, std::string_view where) {
  bool all_known = true;
  for (const std::uint32_t node : members.nodes()) {
    const SyntaxNode& member = context.tree[node];
    if (std::find(known.begin(), known.end(), member.key) != known.end()) continue;
    all_known = false;
    if (std::find(elsewhere.begin(), elsewhere.end(), member.key) != elsewhere.end()) {
      context.report.error("T120", member.key_span,
                           fmt::format("`{}` does not belong here", member.key),
                           fmt::format("belongs to the `x-tamis` of {}", where));
      continue;
    }
    auto entry = context.report.error("T120", member.key_span,
                                      fmt::format("unknown key `{}` in `x-tamis`", member.key),
                                      "Tamis knows no such key here");
    if (!suggest(entry, member.key_span, member.key, {known.begin(), known.end()}))
      entry.help("the keys are " + list_of(known, "and"));
  }
  return all_known;
}

void read_x_tamis(Context& context, std::uint32_t node, FieldRole role, FieldSchema& field) {
  if (!is_object(context, node)) return;
  const Members members(context, node);
  judge_keys(context, members, kPropertyKeys, kRootKeys, "the root");
  if (role != FieldRole::Property) {
    context.report
        .error("T126", context.tree[node].key_span, "`x-tamis` belongs on a property",
               role == FieldRole::Items ? "this describes the elements of an array"
                                        : "this describes many names at once")
        .help(role == FieldRole::Items ? "put it on the array, or on the properties of its elements"
                                       : "list the property under `properties`");
    return;
  }
  if (const auto sqlite = members.find("sqlite"))
    field.sqlite = read_sqlite(context, *sqlite, field);
  if (const auto name = members.find("mongodb")) read_mongodb(context, *name, field);
  if (const auto indexed = members.find("indexed"))
    field.indexed = read_bool(context, *indexed).value_or(false);
  if (const auto share = members.find("selectivity")) read_selectivity(context, *share, field);
  if (const auto aliases = members.find("aliases")) read_aliases(context, *aliases, field);
  if (const auto topics = members.find("topics"))
    field.topics = read_topics(context, *topics, field);
}

void read_root_x_tamis(Context& context, std::uint32_t node, Schema::Data& data) {
  if (!is_object(context, node)) return;
  const SyntaxTree& tree = context.tree;
  const Members members(context, node);
  const bool all_known = judge_keys(context, members, kRootKeys, kPropertyKeys, "a property");
  if (const auto zone = members.find("timezone")) {
    if (std::optional<std::string> name = read_text(context, *zone)) {
      if (!name->empty() && is_time_zone(*name))
        data.time_zone = std::move(*name);
      else
        context.report
            .error("T135", tree[*zone].span, fmt::format("unknown time zone `{}`", *name),
                   "neither an IANA name nor an offset")
            .help(
                "write a name such as \"Europe/Helsinki\", \"UTC\", or an offset such as "
                "\"+02:00\"");
    }
  }
  const auto sqlite = members.find("sqlite");
  if (!sqlite && !all_known) data.sqlite.emplace();  // perhaps meant by a key that is unknown
  if (!sqlite || !is_object(context, *sqlite)) return;
  const Members parts(context, *sqlite);
  const bool parts_known = judge_keys(context, parts, kRootSqliteKeys);
  SqliteRoot root;
  root.span = tree[*sqlite].span;
  for (const auto& [key, text] :
       {std::pair{"table", &root.table}, {"key", &root.key}, {"document", &root.document}}) {
    if (const auto part = parts.find(key))
      *text = read_identifier(context, *part).value_or("");
    else if (text != &root.document && parts_known)
      context.report.error("T121", tree[*sqlite].key_span,
                           fmt::format("`sqlite` on the root needs `{}`", key),
                           fmt::format("no `{}` here", key));
  }
  if (const auto promise = parts.find("valid_documents")) {
    root.valid_documents = read_bool(context, *promise).value_or(false);
    if (!parts.find("document"))
      context.report.error("T121", tree[*promise].key_span,
                           "`valid_documents` needs the column `document`", "speaks of its text");
  }
  data.sqlite = std::move(root);
}

}  // namespace tamis::schema_text
