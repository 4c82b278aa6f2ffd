#include "tools/segmentsd/resources/contact_import.h"

#include <algorithm>
#include <chrono>
#include <mutex>
#include <thread>
#include <utility>

#include "tools/segmentsd/resources/contact_writer.h"

namespace segmentsd {
namespace {

// In one transaction: few enough that other writers have their turn soon.
constexpr std::size_t kBatchLines = 500;
constexpr std::size_t kBatchBytes = 256U << 10U;
constexpr std::size_t kMaxLine = 1U << 20U;
// After each, for the writers of other processes, which do not stand in line.
constexpr std::chrono::milliseconds kPause{4};

}  // namespace

Import::Import(Place place, std::function<std::int64_t()> now,
               std::function<void(const ImportLine&)> report)
    : place_(place), now_(std::move(now)), report_(std::move(report)) {}

void Import::feed(std::string_view bytes) {
  while (!bytes.empty()) {
    const std::size_t end = bytes.find('\n');
    take(bytes.substr(0, end));
    if (end == std::string_view::npos) return;
    end_line();
    bytes.remove_prefix(end + 1);
  }
}

void Import::finish() {
  if (!line_.empty()) end_line();
  write();
}

void Import::take(std::string_view part) {
  too_long_ = too_long_ || line_.size() + part.size() > kMaxLine;
  if (!too_long_) line_ += part;
}

void Import::end_line() {
  ++lines_;
  const std::string text = std::exchange(line_, {});
  const bool blank = text.find_first_not_of(" \t\r") == std::string::npos;
  if (std::exchange(too_long_, false)) {
    batch_.push_back(
        {lines_, nullptr, ApiError("PAYLOAD_TOO_LARGE", "a line may have at most 1 MiB")});
  } else if (!blank) {
    batch_bytes_ += text.size();
    // Read before the turn to write comes.
    try {
      batch_.push_back({lines_, std::make_unique<Body>(text, "line"), std::nullopt});
    } catch (const ApiError& error) {
      batch_.push_back({lines_, nullptr, error});
    }
  }
  if (batch_.size() >= kBatchLines || batch_bytes_ >= kBatchBytes) write();
}

void Import::write() {
  const std::vector<ImportLine> written = write_lines();
  if (!written.empty()) std::this_thread::sleep_for(kPause);
  done_ = lines_;
  batch_.clear();
  batch_bytes_ = 0;
  for (const ImportLine& line : written) report_(line);
}

std::vector<ImportLine> Import::write_lines() {
  std::vector<ImportLine> written;
  if (batch_.empty()) return written;
  const std::lock_guard turn(place_.writers);
  Transaction transaction(place_.db, Transaction::Kind::Write);
  const auto workspace = place_.workspaces.of(place_.db, place_.workspace);
  ContactWriter writer(place_.db, *workspace, now_());
  for (Waiting& line : batch_) {
    try {
      if (line.error) throw ApiError(*line.error);
      auto put = writer.put(*line.body);
      written.push_back({line.number, std::move(put.contact.id), put.created});
    } catch (const ApiError& error) {
      written.push_back({line.number, {}, false, error});
    }
  }
  transaction.commit();
  return written;
}

}  // namespace segmentsd
