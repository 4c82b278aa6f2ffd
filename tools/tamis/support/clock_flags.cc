#include "tools/tamis/support/clock_flags.h"

#include <fmt/format.h>

#include "compiler/values/iso8601.h"

namespace tamis::cli {

void ClockFlags::add(CLI::App* app) {
  app->add_option("--now", now_, "the instant that `now` means; by default the present")
      ->option_text("INSTANT")
      ->group("Language");
}

Context ClockFlags::context() const {
  Context context = Context::now();
  if (!now_.empty()) context.now_ms = read_instant(now_);
  return context;
}

std::int64_t read_instant(std::string_view text) {
  const auto read = parse_iso8601(text);
  if (const IsoDate* date = std::get_if<IsoDate>(&read)) return date->ms;
  throw Failure(fmt::format("`{}` is no instant such as 2026-01-31T12:00:00Z: {}", printable(text),
                            std::get<IsoError>(read).message));
}

}  // namespace tamis::cli
