#include <tamis/field_path.h>

#include <algorithm>
#include <charconv>
#include <utility>

namespace tamis {
namespace {

std::int64_t index_of(std::string_view name) {
  if (name.empty() || name.size() > 10 || (name.size() > 1 && name[0] == '0')) return -1;
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), value);
  return error == std::errc{} && end == name.data() + name.size() && name[0] != '-' ? value : -1;
}

}  // namespace

FieldPath::FieldPath(std::string_view dotted) {
  auto parts = std::make_shared<Parts>(dotted);
  const auto dots = static_cast<std::size_t>(std::count(dotted.begin(), dotted.end(), '.'));
  if (dots == 0) {
    parts->whole.index = index_of(dotted);
  } else {
    parts->several.reserve(dots + 1);
    for (std::size_t begin = 0; begin <= dotted.size();) {
      const std::string_view name = dotted.substr(begin, dotted.find('.', begin) - begin);
      parts->several.push_back({std::string(name), index_of(name)});
      begin += name.size() + 1;
    }
  }
  parts_ = std::move(parts);
}

const std::string& FieldPath::none() {
  static const std::string kNone;
  return kNone;
}

}  // namespace tamis
