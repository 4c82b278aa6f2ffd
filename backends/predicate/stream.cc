#include <tamis/stream.h>

#include <algorithm>
#include <condition_variable>
#include <cstring>
#include <deque>
#include <exception>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <thread>
#include <vector>

#include "backends/predicate/necessary.h"
#include "backends/predicate/program.h"
#include "compiler/report.h"
#include "compiler/values/text_finder.h"

namespace tamis::predicate {
namespace {

// Asks a document; one for each thread.
class Asker {
 public:
  Asker(const Program& program, const StreamOptions& options)
      : matcher_(program), context_(options.context), check_(options.check) {
    if (check_ == TextCheck::Needed) necessary_ = TextFinder(necessary_string(program.data().code));
  }

  Verdict operator()(const StreamDocument& document) {
    if (document.bson)
      return matcher_.matches_bson(std::as_bytes(std::span(document.bytes)), context_);
    if (!necessary_.empty() && is_hopeless(document.bytes)) return Verdict(false);
    return matcher_.matches_text(document.bytes, context_, check_);
  }

 private:
  // Behind a backslash any character may be written in another way.
  bool is_hopeless(std::string_view text) const {
    return !necessary_.found(text) && std::memchr(text.data(), '\\', text.size()) == nullptr;
  }

  Matcher matcher_;
  Context context_;
  TextCheck check_;
  TextFinder necessary_{""};
};

// Documents on their way through a thread. Their bytes are copied, and never move.
class Batch {
 public:
  static constexpr std::size_t kBytes = std::size_t{256} << 10U;
  static constexpr std::size_t kDocuments = 4096;

  bool has_room(const StreamDocument& document) const {
    return documents_.empty() || (documents_.size() < kDocuments &&
                                  bytes_.size() + document.bytes.size() <= bytes_.capacity());
  }
  void add(StreamDocument document) {
    if (documents_.empty()) bytes_.reserve(std::max(kBytes, document.bytes.size()));
    const std::size_t begin = bytes_.size();
    bytes_ += document.bytes;
    document.bytes = std::string_view(bytes_).substr(begin);
    documents_.push_back(document);
  }
  bool empty() const { return documents_.empty(); }
  void clear() {
    if (bytes_.capacity() > kBytes) bytes_ = {};
    bytes_.clear();
    documents_.clear();
    verdicts_.clear();
    failure_ = nullptr;
    done_ = false;
  }

  void ask(Asker& asker) {
    try {
      for (const StreamDocument& document : documents_) verdicts_.push_back(asker(document));
    } catch (...) {
      failure_ = std::current_exception();
    }
  }
  bool give(const Stream::Use& use) const {
    for (std::size_t i = 0; i < verdicts_.size(); ++i)
      if (!use(documents_[i], verdicts_[i])) return false;
    if (failure_) std::rethrow_exception(failure_);
    return true;
  }

  bool done() const { return done_; }
  void set_done() { done_ = true; }

 private:
  std::string bytes_;
  std::vector<StreamDocument> documents_;
  std::vector<Verdict> verdicts_;
  std::exception_ptr failure_;
  bool done_ = false;  // guarded by the mutex of the Workers
};

// Threads that ask batches, in any order.
class Workers {
 public:
  Workers(const Program& program, const StreamOptions& options) {
    try {
      for (unsigned i = 0; i < options.threads; ++i)
        threads_.emplace_back(&Workers::work, this, Asker(program, options));
    } catch (...) {
      stop();
      throw;
    }
  }
  ~Workers() { stop(); }
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;

  std::size_t count() const { return threads_.size(); }
  void start(Batch& batch) {
    {
      const std::lock_guard lock(mutex_);
      todo_.push_back(&batch);
    }
    has_work_.notify_one();
  }
  bool is_done(const Batch& batch) {
    const std::lock_guard lock(mutex_);
    return batch.done();
  }
  void wait_for(const Batch& batch) {
    std::unique_lock lock(mutex_);
    has_result_.wait(lock, [&] { return batch.done(); });
  }

 private:
  void stop() {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    has_work_.notify_all();
    for (std::thread& thread : threads_) thread.join();
  }
  void work(Asker asker) {
    std::unique_lock lock(mutex_);
    for (;;) {
      has_work_.wait(lock, [this] { return stopping_ || !todo_.empty(); });
      if (stopping_) return;
      Batch& batch = *todo_.front();
      todo_.pop_front();
      lock.unlock();
      batch.ask(asker);
      lock.lock();
      batch.set_done();
      has_result_.notify_one();
    }
  }

  std::mutex mutex_;
  std::condition_variable has_work_, has_result_;
  std::deque<Batch*> todo_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

Verdict too_long() {
  Diagnostics diagnostics;
  Reporter(Source("", ""), diagnostics)
      .error("X001", {0, 0}, "this line is too long to be a document",
             "more than 64 MiB without a line break");
  return Verdict(std::move(diagnostics));
}

}  // namespace

// From documents to verdicts in the same order.
class Stream::Pipeline {
 public:
  Pipeline(const Program& program, Use use, const StreamOptions& options)
      : use_(std::move(use)), asker_(program, options) {
    if (options.threads > 1) workers_.emplace(program, options);
  }

  bool open() const { return open_; }
  bool push(const StreamDocument& document) {
    if (!open_) return false;
    if (!workers_) return go_on([&] { return use_(document, asker_(document)); });
    if (filling_ && !filling_->has_room(document)) send();
    if (!filling_) filling_ = new_batch();
    filling_->add(document);
    return open_;
  }
  bool give(const StreamDocument& document, const Verdict& verdict) {
    return flush() && go_on([&] { return use_(document, verdict); });
  }
  bool flush() {
    if (filling_) send();
    while (!running_.empty()) take_oldest();
    return open_;
  }

 private:
  static constexpr std::size_t kBatchesPerThread = 4;

  // The stream is over, too, when anything is thrown.
  template <class Give>
  bool go_on(Give&& give) {
    open_ = false;
    open_ = give();
    return open_;
  }
  std::unique_ptr<Batch> new_batch() {
    if (free_.empty()) return std::make_unique<Batch>();
    std::unique_ptr<Batch> batch = std::move(free_.back());
    free_.pop_back();
    return batch;
  }
  void send() {
    while (running_.size() >= kBatchesPerThread * workers_->count()) take_oldest();
    workers_->start(*filling_);
    running_.push_back(std::move(filling_));
    while (!running_.empty() && workers_->is_done(*running_.front())) take_oldest();
  }
  void take_oldest() {
    workers_->wait_for(*running_.front());
    std::unique_ptr<Batch> batch = std::move(running_.front());
    running_.pop_front();
    if (open_) go_on([&] { return batch->give(use_); });
    batch->clear();
    free_.push_back(std::move(batch));
  }

  Use use_;
  Asker asker_;
  bool open_ = true;
  std::unique_ptr<Batch> filling_;
  std::deque<std::unique_ptr<Batch>> running_;  // oldest first
  std::vector<std::unique_ptr<Batch>> free_;
  std::optional<Workers> workers_;  // ends before the batches that it works on
};

// From pieces to lines.
class Stream::Splitter {
 public:
  explicit Splitter(Pipeline& pipeline) : pipeline_(pipeline) {}

  bool feed(std::string_view piece) {
    while (!piece.empty()) {
      const std::size_t end = piece.find('\n');
      if (end == std::string_view::npos) return keep(piece);
      const std::string_view line = piece.substr(0, end);
      piece.remove_prefix(end + 1);
      if (!pass(line)) return false;
    }
    return pipeline_.open();
  }
  bool finish() { return kept_.empty() && !too_long_ ? pipeline_.open() : pass({}); }

 private:
  static bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r'; }

  // The beginning of a line.
  bool keep(std::string_view piece) {
    if (kept_.size() + piece.size() > kMostLineBytes) {
      too_long_ = true;
      kept_.clear();
    } else if (!too_long_) {
      kept_ += piece;
    }
    return pipeline_.open();
  }
  // The rest of a line.
  bool pass(std::string_view rest) {
    ++line_;
    if (too_long_ || kept_.size() + rest.size() > kMostLineBytes) {
      too_long_ = false;
      kept_.clear();
      return pipeline_.give({{}, false, ++number_, line_}, too_long());
    }
    if (kept_.empty()) return push(rest);
    kept_ += rest;
    const bool more = push(kept_);
    kept_.clear();
    return more;
  }
  bool push(std::string_view line) {
    while (!line.empty() && is_blank(line.back())) line.remove_suffix(1);
    if (line.empty()) return pipeline_.open();
    while (is_blank(line.front())) line.remove_prefix(1);
    return pipeline_.push({line, false, ++number_, line_});
  }

  Pipeline& pipeline_;
  std::string kept_;
  bool too_long_ = false;
  std::uint64_t number_ = 0;
  std::uint64_t line_ = 0;
};

Stream::Stream(Program program, Use use, StreamOptions options)
    : pipeline_(std::make_unique<Pipeline>(program, std::move(use), options)),
      splitter_(std::make_unique<Splitter>(*pipeline_)) {}
Stream::~Stream() = default;

bool Stream::feed(std::string_view piece) {
  return splitter_->feed(piece);
}

bool Stream::push(const StreamDocument& document) {
  return pipeline_->push(document);
}

bool Stream::flush() {
  return pipeline_->flush();
}

bool Stream::finish() {
  return splitter_->finish() && pipeline_->flush();
}

}  // namespace tamis::predicate
