#include <tamis/stream.h>

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "backends/predicate/stream/stream_asker.h"
#include "compiler/report.h"

namespace tamis::predicate {
namespace {

// Documents, or lines, on their way through a thread. Their bytes are copied, and never move.
class Batch {
 public:
  static constexpr std::size_t kBytes = std::size_t{256} << 10U;
  static constexpr std::size_t kDocuments = 4096;

  bool has_room_for(const StreamDocument& document) const {
    return is_empty() || (!bytes_are_lines_ && documents_.size() < kDocuments &&
                          has_room_for_bytes(document.bytes.size()));
  }
  bool has_room_for(std::string_view lines) const {
    return is_empty() || (bytes_are_lines_ && has_room_for_bytes(lines.size()));
  }
  void add(StreamDocument document) {
    document.bytes = add_bytes(document.bytes);
    documents_.push_back(document);
  }
  void add(std::string_view lines) {
    add_bytes(lines);
    bytes_are_lines_ = true;
  }
  void clear() {
    if (bytes_.capacity() > kBytes) bytes_ = {};
    bytes_.clear();
    bytes_are_lines_ = false;
    documents_.clear();
    verdicts_.clear();
    counts_ = {};
    failure_ = nullptr;
    done_ = false;
  }

  void ask(StreamAsker& asker) {
    try {
      for (const StreamDocument& document : documents_) verdicts_.push_back(asker.ask(document));
      if (bytes_are_lines_)
        asker.ask_lines(bytes_, counts_, [this](const StreamDocument& document, Verdict verdict) {
          documents_.push_back(document);
          verdicts_.push_back(std::move(verdict));
          return true;
        });
    } catch (...) {
      failure_ = std::current_exception();
    }
  }
  // `counts` are of the lines before.
  bool give(const Stream::Use& use, LineCounts& counts) {
    for (std::size_t i = 0; i < verdicts_.size(); ++i) {
      StreamDocument& document = documents_[i];
      if (bytes_are_lines_) {
        document.number += counts.documents;
        document.line += counts.lines;
      }
      if (!use(document, verdicts_[i])) return false;
    }
    if (failure_) std::rethrow_exception(failure_);
    counts.documents += counts_.documents;
    counts.lines += counts_.lines;
    return true;
  }

  bool done() const { return done_; }
  void set_done() { done_ = true; }

 private:
  bool is_empty() const { return documents_.empty() && !bytes_are_lines_; }
  bool has_room_for_bytes(std::size_t bytes) const {
    return bytes_.size() + bytes <= bytes_.capacity();
  }
  std::string_view add_bytes(std::string_view bytes) {
    if (is_empty()) bytes_.reserve(std::max(kBytes, bytes.size()));
    const std::size_t begin = bytes_.size();
    bytes_ += bytes;
    return std::string_view(bytes_).substr(begin);
  }

  std::string bytes_;
  bool bytes_are_lines_ = false;
  LineCounts counts_;  // of them
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
        threads_.emplace_back(&Workers::work, this, StreamAsker(program, options));
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
  void work(StreamAsker asker) {
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
    if (!workers_) return go_on([&] { return use_(document, asker_.ask(document)); });
    fill(document);
    return open_;
  }
  // Whole lines, each with its line break.
  bool push_lines(std::string_view lines) {
    if (!open_) return false;
    if (!workers_) return go_on([&] { return asker_.ask_lines(lines, counts_, use_); });
    while (!lines.empty()) {
      const std::string_view some = lines.substr(0, batch_of(lines));
      lines.remove_prefix(some.size());
      fill(some);
    }
    return open_;
  }
  // A line that was not kept.
  bool give_line(const Verdict& verdict) {
    return flush() &&
           go_on([&] { return use_({{}, false, ++counts_.documents, ++counts_.lines}, verdict); });
  }
  bool flush() {
    if (filling_) send();
    while (!running_.empty()) take_oldest();
    return open_;
  }
  // The end of a text of lines.
  bool finish() {
    flush();
    counts_ = {};
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
  static std::size_t batch_of(std::string_view lines) {
    if (lines.size() <= Batch::kBytes) return lines.size();
    const std::size_t last = lines.rfind('\n', Batch::kBytes - 1);
    return (last != std::string_view::npos ? last : lines.find('\n')) + 1;
  }
  template <class More>
  void fill(const More& more) {
    if (filling_ && !filling_->has_room_for(more)) send();
    if (!filling_) filling_ = new_batch();
    filling_->add(more);
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
    if (open_) go_on([&] { return batch->give(use_, counts_); });
    batch->clear();
    free_.push_back(std::move(batch));
  }

  Use use_;
  StreamAsker asker_;
  LineCounts counts_;  // of the lines given out
  bool open_ = true;
  std::unique_ptr<Batch> filling_;
  std::deque<std::unique_ptr<Batch>> running_;  // oldest first
  std::vector<std::unique_ptr<Batch>> free_;
  std::optional<Workers> workers_;  // ends before the batches that it works on
};

// From pieces to whole lines.
class Stream::Splitter {
 public:
  explicit Splitter(Pipeline& pipeline) : pipeline_(pipeline) {}

  bool feed(std::string_view piece) {
    if (is_within_line()) {
      const std::size_t end = piece.find('\n');
      if (end == std::string_view::npos) return keep(piece);
      if (!keep(piece.substr(0, end + 1)) || !pass()) return false;
      piece.remove_prefix(end + 1);
    }
    const std::size_t end = piece.rfind('\n') + 1;  // none is before the first byte
    return pipeline_.push_lines(piece.substr(0, end)) && keep(piece.substr(end));
  }
  bool finish() { return !is_within_line() || (keep("\n") && pass()); }

 private:
  bool is_within_line() const { return !kept_.empty() || too_long_; }

  // A part of a line.
  bool keep(std::string_view piece) {
    if (kept_.size() + piece.size() > kMostLineBytes + 1) {
      too_long_ = true;
      kept_.clear();
    } else if (!too_long_) {
      kept_ += piece;
    }
    return pipeline_.open();
  }
  bool pass() {
    const bool more = too_long_ ? pipeline_.give_line(too_long()) : pipeline_.push_lines(kept_);
    too_long_ = false;
    kept_.clear();
    return more;
  }

  Pipeline& pipeline_;
  std::string kept_;
  bool too_long_ = false;
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
  return splitter_->finish() && pipeline_->finish();
}

}  // namespace tamis::predicate
