#include "tools/tamis/support/session.h"

#include <tamis/render.h>

#include <cstdlib>
#include <string_view>

#include "tools/tamis/support/report.h"

namespace tamis::cli {
namespace {

bool set_in_environment(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr && *value != '\0';
}

}  // namespace

Style Session::style_of(const Output& output) const {
  const char* term = std::getenv("TERM");
  const bool dumb = term != nullptr && std::string_view(term) == "dumb";
  const bool colours = colour == "always" || (colour == "auto" && output.is_terminal() && !dumb &&
                                              !set_in_environment("NO_COLOR"));
  return {.colour = colours, .unicode = utf8_locale()};
}

void Session::complain(const std::string& message) {
  out.flush();
  err.print("{} {}\n", err_style().bold("tamis:"), message);
  err.flush_if_possible();
}

void Session::show(const Diagnostics& diagnostics) {
  out.flush();
  err.write(render(diagnostics, ReportFormat::Human, render_options(err_style())));
  err.flush_if_possible();
}

void Session::trouble(const std::string& message) {
  complain(message);
  troubled_ = true;
}

}  // namespace tamis::cli
