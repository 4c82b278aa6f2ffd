#include "tools/tamis/support/baseline.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "tools/tamis/support/failure.h"
#include "tools/tamis/support/input.h"
#include "tools/tamis/support/style.h"

namespace tamis::cli {
namespace {

constexpr std::string_view kVersion = "tamis-baseline-1";

// Blanks as one, so that a change of layout is no new finding.
std::string on_one_line(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool blank = c == ' ' || c == '\t' || c == '\n' || c == '\r';
    if (!blank)
      out += c;
    else if (!out.empty() && out.back() != ' ')
      out += ' ';
  }
  return out;
}

}  // namespace

Baseline::Baseline(std::string path) : path_(std::move(path)) {}

Baseline::Key Baseline::key_of(const std::string& file, const Diagnostic& diagnostic) const {
  std::error_code ignored;
  namespace fs = std::filesystem;
  const fs::path folder = fs::absolute(path_, ignored).lexically_normal().parent_path();
  const fs::path place = fs::absolute(file, ignored).lexically_normal().lexically_relative(folder);
  return {place.generic_string(), diagnostic.code,
          printable(on_one_line(diagnostic.source.text(diagnostic.span())))};
}

void Baseline::read() {
  const Source source = read_source(path_);
  const auto fail = [&]() -> Failure {
    return Failure(
        fmt::format("`{}` is no baseline; make one with --update-baseline", printable(path_)));
  };
  const auto json = nlohmann::json::parse(source.text(), nullptr, false);
  if (!json.is_object() || json.value("version", "") != kVersion || !json.contains("findings") ||
      !json["findings"].is_array())
    throw fail();
  for (const auto& entry : json["findings"]) {
    try {
      counts_[{entry.at("file"), entry.at("code"), entry.at("text")}] +=
          entry.value("count", std::size_t{1});
    } catch (const nlohmann::json::exception&) {
      throw fail();
    }
  }
}

std::size_t Baseline::remove_known(const std::string& file, Diagnostics& diagnostics) {
  return std::erase_if(diagnostics, [&](const Diagnostic& diagnostic) {
    const auto found = counts_.find(key_of(file, diagnostic));
    if (found == counts_.end()) return false;
    if (--found->second == 0) counts_.erase(found);
    return true;
  });
}

void Baseline::add(const std::string& file, const Diagnostics& diagnostics) {
  for (const Diagnostic& diagnostic : diagnostics) ++counts_[key_of(file, diagnostic)];
}

std::size_t Baseline::size() const {
  std::size_t all = 0;
  for (const auto& [key, number] : counts_) all += number;
  return all;
}

std::string Baseline::text() const {
  std::string lines;
  for (const auto& [key, number] : counts_) {
    nlohmann::ordered_json entry = {
        {"file", std::get<0>(key)}, {"code", std::get<1>(key)}, {"text", std::get<2>(key)}};
    if (number != 1) entry["count"] = number;
    lines += (lines.empty() ? "\n  " : ",\n  ") + entry.dump();
  }
  return fmt::format("{{\"version\": \"{}\", \"findings\": [{}\n]}}\n", kVersion, lines);
}

}  // namespace tamis::cli
