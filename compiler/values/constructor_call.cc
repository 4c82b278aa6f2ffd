// One call of a constructor: its arguments, and what is said of them.
#include <fmt/format.h>

#include <utility>

#include "compiler/values/constructor.h"
#include "compiler/values/numbers.h"

namespace tamis::values {

Call::Call(ValueReader& reader, std::uint32_t node, std::uint32_t depth,
           const Constructor& constructor)
    : reader_(reader), syntax_(reader.tree()[node]), depth_(depth), constructor_(constructor) {
  for (const std::uint32_t i : reader.tree().children(syntax_)) nodes_.push_back(i);
}

Made Call::read() {
  if (nodes_.empty() && constructor_.now_without_arguments) {
    reader_.report()
        .error("E056", syntax_.span,
               fmt::format("`{}()` means another value whenever it is read", constructor_.name),
               "a value of the moment")
        .help(fmt::format("write the value itself, such as `{}`", constructor_.example));
    return std::nullopt;
  }
  if (nodes_.size() < constructor_.least || nodes_.size() > constructor_.most)
    return complain(syntax_.span,
                    fmt::format("{} argument{}", nodes_.size(), nodes_.size() == 1 ? "" : "s"));
  return constructor_.make(*this);
}

std::nullopt_t Call::wrong(std::size_t i, std::string label) {
  return complain(at(i).span, label.empty() ? kind_in_words(at(i)) : std::move(label));
}

std::optional<std::string_view> Call::text(std::size_t i) {
  if (!is_text(i)) return wrong(i);
  return at(i).text;
}

std::optional<std::int64_t> Call::whole(std::size_t i, std::int64_t first, std::int64_t last) {
  const Made number = value(i);
  if (!number) return std::nullopt;
  std::optional<std::int64_t> whole;
  if (const auto* small = number->get_if<std::int32_t>()) whole = *small;
  if (const auto* large = number->get_if<std::int64_t>()) whole = *large;
  if (const auto* real = number->get_if<double>()) whole = to_int64_exact(*real);
  if (!number->is_number()) return wrong(i);
  if (!whole) return wrong(i, "not a whole number of at most 64 bits");
  if (*whole < first || *whole > last) return wrong(i, "out of range");
  return whole;
}

std::nullopt_t Call::complain(SourceSpan span, std::string label) {
  reader_.report()
      .error("E055", span, fmt::format("`{}` takes {}", constructor_.name, constructor_.takes),
             std::move(label))
      .help(fmt::format("write it as in `{}`", constructor_.example));
  return std::nullopt;
}

}  // namespace tamis::values
