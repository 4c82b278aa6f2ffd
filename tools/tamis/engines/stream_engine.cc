// The predicate over a stream of NDJSON, in pieces; documents without a text are pushed as BSON.
#include <tamis/extended_json.h>
#include <tamis/stream.h>

#include <stdexcept>

#include "tools/tamis/engines/adapters.h"

namespace tamis::engines {
namespace {

// As people write it, where that says all: numbers are without wrappers.
std::string line_of(const Value& document, const std::string& canonical) {
  std::string relaxed = to_extended_json(document, ExtendedJson::Relaxed);
  const Result<Value> read = parse_extended_json(Source("line", relaxed));
  return read.ok() && identical(*read, document) ? relaxed : canonical;
}

class StreamEngine final : public Engine {
 public:
  Outcome run(const Condition& condition, const Documents& documents,
              const Context& context) override {
    if (documents.text() == nullptr && documents.bson() == nullptr)
      return Skipped{"a document has no form as Extended JSON or BSON"};
    write_lines(documents);
    const predicate::Program program = predicate::compile(condition);
    predicate::StreamOptions options{context};
    Matched every = ask(program, documents, options);
    options.check = predicate::TextCheck::Needed;
    // Threads take long to begin.
    options.threads = condition.canonical_text().size() % kRunsPerThreaded == 0 ? 3 : 1;
    if (ask(program, documents, options).ids != every.ids)
      throw std::logic_error("a stream of candidates gives other documents");
    return every;
  }

 private:
  static constexpr std::uint64_t kRunsPerThreaded = 16;

  void write_lines(const Documents& documents) {
    if (documents.text() == nullptr || written_ == documents.id()) return;
    written_ = documents.id();
    lines_.clear();
    for (std::size_t i = 0; i < documents.size(); ++i)
      lines_ += line_of(documents.values()[i], (*documents.text())[i]) + '\n';
  }

  Matched ask(const predicate::Program& program, const Documents& documents,
              const predicate::StreamOptions& options) const {
    Matched result;
    std::uint64_t expected = 0;
    predicate::Stream stream(
        program,
        [&](const predicate::StreamDocument& document, const predicate::Verdict& verdict) {
          if (!verdict.ok()) throw std::logic_error(verdict.errors().front().message);
          if (document.number != ++expected) throw std::logic_error("a stream out of order");
          if (verdict.matched()) result.ids.push_back(static_cast<std::uint32_t>(expected - 1));
          return true;
        },
        options);
    send(documents, stream);
    if (!stream.finish() || expected != documents.size())
      throw std::logic_error("a stream lost documents");
    return result;
  }

  void send(const Documents& documents, predicate::Stream& stream) const {
    if (documents.text() == nullptr) {
      std::uint64_t number = 0;
      for (const std::string& document : *documents.bson())
        stream.push({document, true, ++number, 0});
      return;
    }
    constexpr std::size_t kPiece = 100;
    for (std::string_view rest = lines_; !rest.empty();
         rest.remove_prefix(std::min(kPiece, rest.size())))
      stream.feed(rest.substr(0, kPiece));
  }

  std::string lines_;
  std::uint64_t written_ = 0;  // the documents of which they are; their ids begin at 1
};

}  // namespace

std::unique_ptr<Engine> make_predicate_stream() {
  return std::make_unique<StreamEngine>();
}

}  // namespace tamis::engines
