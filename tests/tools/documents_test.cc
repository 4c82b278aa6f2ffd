#include "tools/tamis/support/documents.h"

#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <string>
#include <vector>

#include "tests/support/catch.h"
#include "tools/tamis/support/failure.h"

namespace tamis::cli {
namespace {

class TemporaryFile {
 public:
  explicit TemporaryFile(const std::string& content) {
    const int fd = ::mkstemp(name_.data());
    REQUIRE(fd >= 0);
    ::close(fd);
    std::ofstream(name_, std::ios::binary) << content;
  }
  ~TemporaryFile() { std::remove(name_.c_str()); }
  const std::string& name() const { return name_; }

 private:
  std::string name_ = "/tmp/tamis_documents_XXXXXX";
};

struct Split {
  std::vector<std::string> documents;
  std::vector<std::uint64_t> lines;
  std::string problem;
};

Split split(const std::string& content, DocumentForm form = DocumentForm::Auto) {
  const TemporaryFile file(content);
  DocumentReader reader(file.name(), form);
  Split result;
  Record record;
  for (;;) switch (reader.next(record)) {
      case DocumentReader::Status::End:
        return result;
      case DocumentReader::Status::Broken:
        result.problem = reader.problem();
        break;
      case DocumentReader::Status::Document:
        CHECK(record.number == result.documents.size() + 1);
        result.documents.emplace_back(record.bytes);
        result.lines.push_back(record.line);
    }
}

using Texts = std::vector<std::string>;
using Lines = std::vector<std::uint64_t>;

TEST_CASE("text is split into documents", "[documents]") {
  struct Row {
    std::string_view why;
    std::string content;
    Texts documents;
    Lines lines;
    std::string problem;
  };
  const Row kRows[] = {
      {"nothing", "", {}, {}, ""},
      {"a line each", "{\"a\":1}\n{\"a\":2}\n", {"{\"a\":1}", "{\"a\":2}"}, {1, 2}, ""},
      {"the last line needs no end", "{}\n{}", {"{}", "{}"}, {1, 2}, ""},
      {"empty lines and blanks", "\n  {}\t\r\n\n {} \n", {"{}", "{}"}, {2, 4}, ""},
      {"a byte order mark", "\xEF\xBB\xBF{}\n", {"{}"}, {1}, ""},
      {"a malformed line is still a line", "{\"a\":\n{}\n", {"{\"a\":", "{}"}, {1, 2}, ""},
      {"an array", "[{\"a\":1}, {\"a\":[2]}]", {"{\"a\":1}", "{\"a\":[2]}"}, {1, 1}, ""},
      {"an array over lines", "[\n{},\n{\n}\n]\n", {"{}", "{\n}"}, {2, 3}, ""},
      {"an empty array", "[]", {}, {}, ""},
      {"brackets and quotes in strings", R"([{"a":"]}\"{"}])", {R"({"a":"]}\"{"})"}, {1}, ""},
      {"a value that is no document is one all the same", "[1, {}]", {"1", "{}"}, {1, 1}, ""},
      {"laid out documents", "{\n  \"a\": 1\n}\n{\n}\n", {"{\n  \"a\": 1\n}", "{\n}"}, {1, 4}, ""},
      {"an array without its end", "[{}, ", {"{}"}, {1}, "the array is not closed"},
      {"a document without its end", "[\n{\"a\": 1", {}, {}, "line 2: this document is not closed"},
      {"a missing comma", "[{}\n{}]", {"{}"}, {1}, "line 2: a comma or `]` should stand here"},
      {"two commas", "[{},,{}]", {"{}"}, {1}, "line 1: a document should stand before `,`"},
  };
  for (const Row& row : kRows) DYNAMIC_SECTION(row.why) {
      const Split found = split(row.content);
      CHECK(found.documents == row.documents);
      CHECK(found.lines == row.lines);
      CHECK(found.problem == row.problem);
    }
}

std::string bson(std::string_view body) {
  const auto size = static_cast<unsigned>(body.size() + 5);
  std::string bytes;
  for (unsigned shift = 0; shift < 32; shift += 8) bytes += static_cast<char>(size >> shift);
  return bytes + std::string(body) + '\0';
}

TEST_CASE("binary streams are split into documents", "[documents]") {
  const std::string empty = bson("");
  const std::string one =
      bson(std::string("\x10"
                       "a\0\x01\0\0\0",
                       7));
  const std::string end = "\xff\xff\xff\xff";
  const std::string magic = "\x6d\xe2\x99\x81";
  struct Row {
    std::string_view why;
    std::string content;
    Texts documents;
    std::string problem;
  };
  const Row kRows[] = {
      {"one after another", empty + one, {empty, one}, ""},
      {"cut off", empty + one.substr(0, 7), {empty}, "document 2 is cut off: 7 of 12 bytes"},
      {"a length that cannot be",
       empty + std::string("\x01\0\0\0", 4),
       {empty},
       "document 2 claims to be 1 bytes long"},
      {"stray bytes", empty + "ab", {empty}, "2 stray bytes after document 1"},
      {"an archive of two blocks",
       magic + empty + empty + end + empty + one + end + empty + one + one + end,
       {one, one, one},
       ""},
      {"an archive without documents", magic + empty + end, {}, ""},
      {"an archive that is cut off",
       magic + empty + end + empty + one,
       {one},
       "the archive is cut off"},
  };
  for (const Row& row : kRows) DYNAMIC_SECTION(row.why) {
      const Split found = split(row.content);
      CHECK(found.documents == row.documents);
      CHECK(found.problem == row.problem);
    }
}

TEST_CASE("documents longer than a read", "[documents]") {
  const std::string longer = "{\"a\":\"" + std::string(600'000, 'x') + "\"}";
  CHECK(split(longer + "\n{}\n" + longer).documents == Texts{longer, "{}", longer});
  CHECK(split("[" + longer + ",{}," + longer + "]").documents == Texts{longer, "{}", longer});
}

TEST_CASE("a form that is asked for is not guessed", "[documents]") {
  CHECK(split("[1]\n[2]\n", DocumentForm::Ndjson).documents == Texts{"[1]", "[2]"});
  CHECK(split("{} {}", DocumentForm::Json).documents == Texts{"{}", "{}"});
  CHECK_THROWS_AS(split("{}", DocumentForm::Archive), Failure);
}

TEST_CASE("compressed streams are named as such", "[documents]") {
  CHECK_THROWS_AS(split("\x1f\x8b\x08 "), Failure);
}

}  // namespace
}  // namespace tamis::cli
