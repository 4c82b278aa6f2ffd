#include "tools/tamis/support/progress.h"

#include <fmt/format.h>

namespace tamis::cli {
namespace {

using Clock = std::chrono::steady_clock;

constexpr auto kQuietStart = std::chrono::milliseconds(800);
constexpr auto kPeriod = std::chrono::milliseconds(100);
constexpr unsigned kCallsBetweenLooks = 256;

std::string megabytes(std::uint64_t bytes) {
  return fmt::format("{:.1f} MB", static_cast<double>(bytes) / 1e6);
}

}  // namespace

Progress::Progress(Session& session, bool shown)
    : session_(session),
      active_(shown && session.err.is_terminal()),
      next_(Clock::now() + kQuietStart) {}

Progress::~Progress() {
  clear();
}

void Progress::update(std::string_view name, std::uint64_t documents, std::uint64_t done,
                      std::uint64_t total) {
  if (!active_ || ++calls_ % kCallsBetweenLooks != 0) return;
  const auto now = Clock::now();
  if (now < next_) return;
  next_ = now + kPeriod;
  draw(name, documents, done, total);
}

void Progress::draw(std::string_view name, std::uint64_t documents, std::uint64_t done,
                    std::uint64_t total) {
  const Style style = session_.err_style();
  std::string line =
      fmt::format("{}  {} documents  {}", printable(name, 40), documents, megabytes(done));
  if (total != 0) {
    constexpr std::uint64_t kCells = 20;
    const std::uint64_t filled = std::min(kCells, done * kCells / total);
    std::string bar;
    for (std::uint64_t i = 0; i < kCells; ++i)
      bar += i < filled ? (style.unicode ? "━" : "=") : (style.unicode ? "─" : " ");
    line = fmt::format("{} {:3}%  {}", style.cyan(bar), done * 100 / total, line);
  }
  session_.err.print("\r\x1b[K{}", line);
  session_.err.flush_if_possible();
  drawn_ = true;
}

void Progress::clear() {
  if (!drawn_) return;
  session_.err.write("\r\x1b[K");
  session_.err.flush_if_possible();
  drawn_ = false;
}

}  // namespace tamis::cli
