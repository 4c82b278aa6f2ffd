// Tables as files and as bytes.
#include <fmt/format.h>

#include "backends/predicate/table/mapped_file.h"
#include "backends/predicate/table/table_data.h"
#include "compiler/files/replaced_file.h"
#include "compiler/report.h"

namespace tamis::predicate {
namespace {

std::uint64_t write(const Table::Data& data, table::Writer::Sink sink) {
  table::Writer writer(std::move(sink));
  writer(data);
  return writer.finish();
}

// `owner` keeps the bytes.
void read(Table::Data& data, std::span<const std::byte> bytes, std::shared_ptr<const void> owner) {
  data.saved = std::move(owner);
  table::Reader reader(bytes);
  reader(data);
  reader.finish();
}

Diagnostics why_not(const std::string& name, const table::Refusal& refusal) {
  Diagnostics diagnostics;
  auto entry = Reporter(Source(name, ""), diagnostics).error(refusal.code, {}, refusal.message);
  if (!refusal.help.empty()) entry.help(refusal.help);
  return diagnostics;
}

// What `make` returns, or why not. `failed` says what a file's trouble keeps from being done.
template <class Make>
auto unless_refused(const std::string& name, std::string_view failed, Make&& make)
    -> Result<decltype(make())> {
  try {
    return make();
  } catch (const table::Refusal& refusal) {
    return why_not(name, refusal);
  } catch (const FileError& error) {
    return why_not(name, {"E072", fmt::format("{}: {}", failed, error.what()), ""});
  }
}

}  // namespace

Result<std::uint64_t> Table::save(const std::string& path) const {
  return unless_refused(path, "the table cannot be saved", [&] {
    ReplacedFile file(path);
    const std::uint64_t size = write(*data_, [&](std::string_view bytes) { file.write(bytes); });
    file.finish();
    return size;
  });
}

Result<Table> Table::open(const std::string& path) {
  return unless_refused(path, "the table cannot be opened", [&] {
    Table opened;
    const auto file = std::make_shared<const table::MappedFile>(path);
    read(*opened.data_, file->bytes(), file);
    return opened;
  });
}

Result<std::string> Table::to_bytes() const {
  return unless_refused("table", {}, [&] {
    std::string all;
    write(*data_, [&](std::string_view bytes) { all += bytes; });
    return all;
  });
}

Result<Table> Table::from_bytes(std::string bytes) {
  return unless_refused("table", {}, [&] {
    Table opened;
    const auto kept = std::make_shared<const std::string>(std::move(bytes));
    read(*opened.data_, std::as_bytes(std::span(*kept)), kept);
    return opened;
  });
}

}  // namespace tamis::predicate
