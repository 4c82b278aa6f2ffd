#include <tamis/table.h>

#include <algorithm>
#include <new>

#include <tamis/limits.h>

#include "backends/predicate/forms/json_form.h"
#include "backends/predicate/forms/materialize.h"
#include "backends/predicate/forms/read_bytes.h"
#include "backends/predicate/hash_bytes.h"
#include "backends/predicate/table/table_data.h"
#include "compiler/report.h"

namespace tamis::predicate {
namespace {

using table::RowGroup;

constexpr std::uint32_t kMostColumns = 1'000;

// A root is never a wrapper.
template <DocumentForm Form>
Value copy_of_root(Form form, const typename Form::Node& root) {
  return materialize(form, root, form.root_datum(root), kAllLevels);
}

void add_columns(table::Column& column, const FieldSchema& schema, std::uint64_t seed) {
  table::ColumnBudget unlimited{UINT32_MAX, seed};
  table::Column::Number before = table::Column::kNone;
  if (column.is_deepest()) return;
  for (const FieldSchema& property : schema.properties) {
    before = column.find_or_make(property.name, before, unlimited);
    add_columns(column.member(before), property, seed);
  }
  if (schema.items != nullptr) add_columns(column.element(unlimited), *schema.items, seed);
}

// Looks no deeper.
bool nests_deeper(const nlohmann::ordered_json& value, std::uint32_t levels) {
  if (!value.is_structured()) return false;
  return levels == 0 || std::any_of(value.begin(), value.end(), [=](const auto& each) {
           return nests_deeper(each, levels - 1);
         });
}

Diagnostics too_deep() {
  Diagnostics diagnostics;
  Reporter(Source("document", ""), diagnostics)
      .error("X002", {}, "documents and arrays nest too deeply");
  return diagnostics;
}

std::uint32_t place_in_group(Table::Row row) {
  return static_cast<std::uint32_t>(row % RowGroup::kRows);
}

}  // namespace

// Deeper text is left to parse_extended_json(), as a Matcher does.
Table::Data::Data() : budget{kMostColumns, random_seed()}, root("", 0, budget.seed) {
  if (parser.allocate(0, Limits::kNesting) != simdjson::SUCCESS) throw std::bad_alloc();
}

Table::Table() : data_(std::make_unique<Data>()) {}
Table::Table(const Schema& schema) : Table() {
  add_columns(data_->root, schema.root(), data_->budget.seed);
}
Table::~Table() = default;
Table::Table(Table&&) noexcept = default;
Table& Table::operator=(Table&&) noexcept = default;

Table::Row Table::append(Value document) {
  std::vector<RowGroup>& groups = data_->groups;
  if (groups.empty() || groups.back().full()) groups.emplace_back();
  const Row first = (groups.size() - 1) * std::uint64_t{RowGroup::kRows};
  const Row row = first + groups.back().append(std::move(document));
  ++data_->living;
  if (groups.back().is_unsettled()) groups.back().settle(data_->root, data_->budget);
  return row;
}

Result<Table::Row> Table::append(const nlohmann::ordered_json& document) {
  if (nests_deeper(document, Limits::kNesting)) return too_deep();
  std::string decoded;
  return append(copy_of_root(JsonForm<nlohmann::ordered_json>(decoded), &document));
}

Result<Table::Row> Table::append_text(std::string_view json) {
  std::string decoded;
  Result<Value> document = read_text<Result<Value>>(
      json, data_->parser, decoded, []<class Form>(Form form, const typename Form::Node& root) {
        return copy_of_root(form, root);
      });
  if (!document) return std::move(document).diagnostics();
  return append(*std::move(document));
}

Result<Table::Row> Table::append_bson(std::span<const std::byte> bson) {
  Result<Value> document = read_bson<Result<Value>>(
      bson, [](BsonForm form, const BsonForm::Node& root) { return copy_of_root(form, root); });
  if (!document) return std::move(document).diagnostics();
  return append(*std::move(document));
}

bool Table::update(Row row, Value document) {
  if (!contains(row)) return false;
  RowGroup& group = data_->groups[row / RowGroup::kRows];
  group.update(place_in_group(row), std::move(document));
  if (group.is_unsettled()) group.settle(data_->root, data_->budget);
  return true;
}

bool Table::erase(Row row) {
  if (!contains(row)) return false;
  data_->groups[row / RowGroup::kRows].erase(place_in_group(row));
  --data_->living;
  return true;
}

void Table::settle() {
  for (RowGroup& group : data_->groups)
    if (group.has_waiting()) group.settle(data_->root, data_->budget);
}

std::uint64_t Table::size() const {
  return data_->living;
}

bool Table::contains(Row row) const {
  const Row group = row / RowGroup::kRows;
  return group < data_->groups.size() && data_->groups[group].contains(place_in_group(row));
}

std::optional<Value> Table::document(Row row) const {
  if (!contains(row)) return std::nullopt;
  return copy_of_root(table::TableForm(),
                      data_->groups[row / RowGroup::kRows].root(place_in_group(row)));
}

std::size_t Table::memory() const {
  std::size_t bytes = sizeof(Data) + data_->root.memory();
  for (const RowGroup& group : data_->groups) bytes += group.memory();
  return bytes;
}

}  // namespace tamis::predicate
