// FieldPath: a dotted path such as `address.city` or `orders.0.sku`.
//
// A rule's source: MongoDB manual, "Query Documents", dot notation. `semantics` page, "Paths".
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tamis {

class FieldPath {
 public:
  struct Component {
    std::string name;
    // The array position that `name` spells ("0", "17"; never "01"), or -1.
    std::int64_t index = -1;
    friend bool operator==(const Component&, const Component&) = default;
  };

  FieldPath() = default;
  // Splits at every dot; an empty text is one empty component, as in MongoDB.
  explicit FieldPath(std::string_view dotted);

  const std::string& text() const { return text_; }
  const std::vector<Component>& components() const { return components_; }
  std::size_t size() const { return components_.size(); }
  bool empty() const { return components_.empty(); }

  friend bool operator==(const FieldPath& a, const FieldPath& b) {
    return a.components_ == b.components_;
  }

 private:
  std::string text_;
  std::vector<Component> components_;
};

}  // namespace tamis
