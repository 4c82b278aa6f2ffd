#include <cstdio>
#include <nlohmann/json.hpp>

#include <tamis/compile.h>
#include <tamis/predicate.h>
#include <tamis/render.h>

int main() {
  const tamis::Source text("vip", R"({country: "FI", lifetime_value: {$gte: 100}})");
  const auto condition = tamis::compile(text);
  if (!condition.ok()) {
    std::fputs(tamis::render(condition.diagnostics(), tamis::ReportFormat::Human).c_str(), stderr);
    return 1;
  }
  tamis::predicate::Matcher matcher(tamis::predicate::compile(*condition));
  const auto contact =
      nlohmann::ordered_json::parse(R"({"country": "FI", "lifetime_value": 250.5})");
  std::puts(matcher.matches(contact) ? "a match" : "no match");
}
