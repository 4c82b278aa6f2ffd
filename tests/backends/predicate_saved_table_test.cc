// A table that was saved and opened is the table that it was; what is no saved table is refused.
#include <sys/resource.h>
#include <tamis/table.h>

#include <csignal>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <tamis/extended_json.h>

#include "backends/predicate/table/archive.h"
#include "tests/support/catch.h"
#include "tests/support/compile.h"
#include "tests/support/seal_table.h"

using namespace tamis;
using predicate::Table;
namespace fs = std::filesystem;

namespace {

constexpr const char* kDocuments[] = {
    R"({"a": 1, "s": "x", "tags": ["t1", "t2"], "o": [{"k": 1, "l": "y"}, {"k": 2}]})",
    R"({"s": "yy", "a": 2.5, "o": [{"l": "z", "k": 9}, 4, []]})",
    R"({"a": {"$numberLong": "9007199254740993"}, "b": true, "at": {"$date": {"$numberLong": "5"}}})",
    R"({"a": null, "b": [false, true], "tags": []})",
    R"({"a": 0.1234567890123, "id": {"$oid": "0123456789abcdef01234567"}, "s": "ä\u0000"})",
    R"({"a": {"$numberDecimal": "1.50"}, "m": {"$minKey": 1}, "M": {"$maxKey": 1}})",
    R"({"a": {"$regularExpression": {"pattern": "x", "options": "i"}}, "u": {"$undefined": true}})",
    R"({"a": {"$binary": {"base64": "AAEC", "subType": "05"}}, "t": {"$timestamp": {"t": 1, "i": 2}}})",
    R"({"a": {"$code": "f", "$scope": {"x": [1]}}, "c": {"$code": "g"}, "y": {"$symbol": "s"}})",
    R"({"p": {"$dbPointer": {"$ref": "r", "$id": {"$oid": "0123456789abcdef01234567"}}}})",
    R"({"a": 1, "b": 2, "a": 3})",
    R"({})",
};
constexpr std::size_t kCount = std::size(kDocuments);

constexpr const char* kConditions[] = {
    R"({"a": {"$gte": 1}})",
    R"({"a": null})",
    R"({"s": {"$regex": "y"}})",
    R"({"s": {"$in": ["x", "ä\u0000"]}})",
    R"({"tags": {"$size": 2}})",
    R"({"tags": "t2"})",
    R"({"o": {"$elemMatch": {"k": {"$gt": 1}}}})",
    R"({"o.l": {"$gte": "y"}})",
    R"({"at": {"$lt": {"$date": "2024-01-01T00:00:00Z"}}})",
    R"({"id": {"$oid": "0123456789abcdef01234567"}})",
    R"({"b": true})",
    R"({"m": {"$exists": true}})",
};

Value document_of(const char* text) {
  INFO(text);
  auto value = parse_extended_json(Source("document", text));
  REQUIRE(value);
  return *value;
}

const std::vector<Value>& documents() {
  static const std::vector<Value> kAll = [] {
    std::vector<Value> all;
    for (const char* text : kDocuments) all.push_back(document_of(text));
    return all;
  }();
  return kAll;
}

// Of rows in columns, rows that wait, rows that have changed and rows that are gone.
Table table_of_all(std::size_t rows) {
  Table table;
  for (std::size_t i = 0; i < rows; ++i) table.append(documents()[i % kCount]);
  table.settle();
  for (std::size_t i = 0; i < kCount; ++i) table.append(documents()[i]);
  table.update(3, documents()[0]);
  table.erase(5);
  table.erase(rows + 1);
  return table;
}

std::string bytes_of(const Table& table) {
  Result<std::string> bytes = table.to_bytes();
  REQUIRE(bytes);
  return *std::move(bytes);
}

const std::vector<predicate::Program>& programs() {
  static const std::vector<predicate::Program> kAll = [] {
    std::vector<predicate::Program> all;
    for (const char* text : kConditions) all.push_back(predicate::compile(right_condition(text)));
    return all;
  }();
  return kAll;
}

void check_same(const Table& table, const Table& other) {
  REQUIRE(table.size() == other.size());
  constexpr Table::Row kMostErased = 1'000;
  for (Table::Row row = 0; row < table.size() + kMostErased; ++row) {
    CAPTURE(row);
    REQUIRE(table.contains(row) == other.contains(row));
    if (table.contains(row)) REQUIRE(identical(*table.document(row), *other.document(row)));
  }
  for (std::size_t i = 0; i < programs().size(); ++i) {
    CAPTURE(kConditions[i]);
    const std::vector<Table::Row> rows = table.rows(programs()[i]);
    CHECK(!rows.empty());
    CHECK(rows.size() < table.size());
    CHECK(rows == other.rows(programs()[i]));
  }
}

// A folder that is gone afterwards.
class Folder {
 public:
  Folder() : path_(fs::temp_directory_path() / ("tamis-table-" + std::to_string(::getpid()))) {
    fs::create_directories(path_);
  }
  ~Folder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  std::string file(const char* name) const { return (path_ / name).string(); }
  std::size_t entries() const {
    return static_cast<std::size_t>(
        std::distance(fs::directory_iterator(path_), fs::directory_iterator()));
  }

 private:
  fs::path path_;
};

std::string content_of(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

std::string code_of(const Diagnostics& diagnostics) {
  return diagnostics.empty() ? "none" : diagnostics.front().code;
}

}  // namespace

TEST_CASE("a table that was saved and opened gives the same", "[table][saved]") {
  const Folder folder;
  const std::string path = folder.file("contacts.table");
  for (const std::size_t rows : {12U, 70U, 4096U, 9000U}) {
    CAPTURE(rows);
    const Table table = table_of_all(rows);
    const auto size = table.save(path);
    REQUIRE(size);
    CHECK(*size == fs::file_size(path));
    const auto opened = Table::open(path);
    REQUIRE(opened);
    check_same(table, *opened);
    const auto read = Table::from_bytes(bytes_of(*opened));
    REQUIRE(read);
    check_same(table, *read);
  }
  CHECK(folder.entries() == 1);
}

TEST_CASE("an empty table is saved and opened", "[table][saved]") {
  auto opened = Table::from_bytes(bytes_of(Table()));
  REQUIRE(opened);
  Table table = *std::move(opened);
  CHECK(table.size() == 0);
  CHECK(table.append(documents()[0]) == 0);
  CHECK(table.count(programs()[0]) == 1);
}

TEST_CASE("columns of a mapped table take no memory", "[table][saved]") {
  const Folder folder;
  const std::string path = folder.file("contacts.table");
  Table table;
  for (int i = 0; i < 20'000; ++i)
    table.append(Value::object({{"n", i}, {"s", "text" + std::to_string(i)}}));
  table.settle();
  REQUIRE(table.save(path));
  auto opened = Table::open(path);
  REQUIRE(opened);
  CHECK(opened->memory() < table.memory() / 10);
}

TEST_CASE("an opened table is changed as any other", "[table][saved]") {
  const Folder folder;
  const std::string path = folder.file("contacts.table");
  constexpr std::size_t kRows = 5'000;
  Table table = table_of_all(kRows);
  REQUIRE(table.save(path));
  const std::string saved = content_of(path);
  auto opened = Table::open(path);
  auto beside = Table::open(path);
  REQUIRE(opened);
  REQUIRE(beside);
  const auto change = [](Table& each) {
    for (std::size_t i = 0; i < kRows; i += 7)
      each.update(i, Value::object({{"a", static_cast<std::int64_t>(i)},
                                    {"s", "new" + std::to_string(i)},
                                    {"other", Array{1, "x"}}}));
    for (std::size_t i = 0; i < kRows; i += 11) each.erase(i);
    for (std::size_t i = 0; i < kRows; ++i)
      each.append(Value::object({{"s", "yes" + std::to_string(i)}, {"tags", Array{"t2", "t"}}}));
    each.settle();
  };
  Table changed = *std::move(opened);
  change(changed);
  CHECK(content_of(path) == saved);
  check_same(table, *beside);
  change(table);
  check_same(table, changed);
  REQUIRE(changed.save(path));  // over the file that it stands in
  check_same(table, changed);
  check_same(table_of_all(kRows), *beside);
  const auto again = Table::open(path);
  REQUIRE(again);
  check_same(table, *again);
}

TEST_CASE("a table that cannot be saved leaves the file as it was", "[table][saved]") {
  const Folder folder;
  const std::string path = folder.file("contacts.table");
  const Table table = table_of_all(5'000);
  REQUIRE(table.save(path));
  const std::string saved = content_of(path);
  CHECK(code_of(table.save(folder.file("no/such/contacts.table")).diagnostics()) == "E072");
  CHECK(code_of(table.save(folder.file("")).diagnostics()) == "E072");
  CHECK(code_of(table.save("/dev/null").diagnostics()) == "E072");

  rlimit before{};
  REQUIRE(::getrlimit(RLIMIT_FSIZE, &before) == 0);
  const rlimit less{saved.size() / 2, before.rlim_max};
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  REQUIRE(::setrlimit(RLIMIT_FSIZE, &less) == 0);
  const auto no_room = table.save(path);
  REQUIRE(::setrlimit(RLIMIT_FSIZE, &before) == 0);
  std::signal(SIGXFSZ, handler);
  CHECK(code_of(no_room.diagnostics()) == "E072");
  CHECK(content_of(path) == saved);
  CHECK(folder.entries() == 1);
}

TEST_CASE("a table is saved behind a link, and the file keeps its permissions", "[table][saved]") {
  const Folder folder;
  const std::string path = folder.file("contacts.table");
  const std::string link = folder.file("link.table");
  REQUIRE(table_of_all(12).save(path));
  fs::permissions(path, fs::perms::owner_read | fs::perms::owner_write);
  fs::create_symlink("contacts.table", link);
  const Table table = table_of_all(70);
  REQUIRE(table.save(link));
  CHECK(fs::is_symlink(link));
  CHECK(fs::status(path).permissions() == (fs::perms::owner_read | fs::perms::owner_write));
  const auto opened = Table::open(path);
  REQUIRE(opened);
  check_same(table, *opened);
}

// Another format needs another one.
TEST_CASE("the fuzzer begins with a table", "[table][saved]") {
  const auto seed = Table::open(TAMIS_FUZZ_CORPUS "/fuzz_table/all_kinds");
  REQUIRE(seed);
  CHECK(seed->size() > 0);
}

TEST_CASE("documents that nest too deep are not saved", "[table][saved]") {
  Value value = 1;
  for (int i = 0; i < 900; ++i) value = Array{std::move(value)};
  Table table;
  table.append(Value::object({{"a", value}}));
  CHECK(table.to_bytes());
  for (int i = 0; i < 200; ++i) value = Array{std::move(value)};
  table.update(0, Value::object({{"a", value}}));
  CHECK(code_of(table.to_bytes().diagnostics()) == "X002");
}

// ── what is no saved table ───────────────────────────────────────────────────────────────────────

namespace {

std::string code_of_bytes(std::string bytes) {
  return code_of(Table::from_bytes(std::move(bytes)).diagnostics());
}

// Asks it for everything.
void use(Table table) {
  for (Table::Row row = 0; row < 200; ++row) (void)table.document(row);
  for (const predicate::Program& program : programs()) (void)table.rows(program);
  table.append(documents()[0]);
  for (Table::Row row = 0; row < 20; ++row) table.update(row, documents()[row % kCount]);
  table.settle();
  for (const predicate::Program& program : programs()) (void)table.count(program);
  (void)table.to_bytes();
}

}  // namespace

TEST_CASE("a file that is no saved table is refused", "[table][saved]") {
  const Folder folder;
  CHECK(code_of(Table::open(folder.file("none")).diagnostics()) == "E072");
  CHECK(code_of(Table::open(folder.file("")).diagnostics()) == "E072");
  CHECK(code_of(Table::open("/dev/null").diagnostics()) == "E072");
  std::ofstream(folder.file("empty")).flush();
  CHECK(code_of(Table::open(folder.file("empty")).diagnostics()) == "E070");
  std::ofstream(folder.file("text")) << R"({"a": 1})" << std::string(100, '\n');
  CHECK(code_of(Table::open(folder.file("text")).diagnostics()) == "E070");

  const std::string bytes = bytes_of(table_of_all(30));
  for (const std::size_t at : {std::size_t{0}, sizeof(predicate::table::Header::magic),
                               offsetof(predicate::table::Header, version)}) {
    std::string other = bytes;
    other[at] = static_cast<char>(other[at] ^ 2);
    test::seal_table(other);
    CHECK(code_of_bytes(std::move(other)) == "E070");
  }
}

TEST_CASE("a table that is cut short or longer is refused", "[table][saved]") {
  const std::string bytes = bytes_of(table_of_all(30));
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    CAPTURE(size);
    REQUIRE(code_of_bytes(bytes.substr(0, size)) == (size < 16 ? "E070" : "E071"));
  }
  CHECK(code_of_bytes(bytes + std::string(32, '\0')) == "E071");
}

TEST_CASE("a table of which any bit has changed is refused", "[table][saved]") {
  const std::string bytes = bytes_of(table_of_all(30));
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    CAPTURE(at);
    std::string other = bytes;
    other[at] = static_cast<char>(other[at] ^ (1 << at % 8));
    REQUIRE(code_of_bytes(std::move(other)).starts_with("E07"));
  }
}

TEST_CASE("a table that was made to do harm is refused, or does none", "[table][saved]") {
  const std::string bytes = bytes_of(table_of_all(30));
  std::size_t refused = 0;
  std::size_t taken = 0;
  constexpr unsigned kHarmful[] = {0x00, 0x01, 0x7f, 0xff};
  for (std::size_t at = sizeof(predicate::table::Header);
       at + sizeof(predicate::table::Trailer) < bytes.size(); ++at) {
    std::string other = bytes;
    other[at] = static_cast<char>(kHarmful[(at + at / 8) % std::size(kHarmful)]);
    test::seal_table(other);
    auto table = Table::from_bytes(std::move(other));
    ++(table ? taken : refused);
    if (table) use(*std::move(table));
  }
  CHECK(refused > bytes.size() / 10);
  CHECK(taken > bytes.size() / 10);
}
