// FieldPath: a dotted path such as `address.city` or `orders.0.sku`.
//
// A rule's source: MongoDB manual, "Query Documents", dot notation. `semantics` page, "Paths".
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tamis {

// Immutable; copies share.
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

  const std::string& text() const { return parts_ ? parts_->text() : none(); }
  // Valid for as long as a copy of the path.
  std::span<const Component> components() const {
    return parts_ ? parts_->components() : std::span<const Component>();
  }
  std::size_t size() const { return components().size(); }
  bool empty() const { return parts_ == nullptr; }

  friend bool operator==(const FieldPath& a, const FieldPath& b) {
    return a.parts_ == b.parts_ || (a.size() == b.size() && a.text() == b.text());
  }

 private:
  struct Parts {
    explicit Parts(std::string_view dotted) : whole{std::string(dotted)} {}

    Component whole;                 // its name is the text; most paths have no other component
    std::vector<Component> several;  // all of them, where there are two or more

    const std::string& text() const { return whole.name; }
    std::span<const Component> components() const {
      return several.empty() ? std::span(&whole, 1) : std::span(several);
    }
  };
  static const std::string& none();

  std::shared_ptr<const Parts> parts_;  // none: no component
};

}  // namespace tamis
