// The generated contacts as one writes them down by hand who wants speed: as tight structs, and as
// columns.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace tamis::bench {

// Codes of strings. The two greatest of a type are for missing and null.
class Codes {
 public:
  std::uint32_t add(const std::string& text);
  // Or kNone, which no row has.
  std::uint32_t of(const std::string& text) const;
  const std::string& text(std::uint32_t code) const { return texts_[code]; }
  std::size_t size() const { return texts_.size(); }

  static constexpr std::uint32_t kNone = 0xfffffff0;

 private:
  std::vector<std::string> texts_;
  std::unordered_map<std::string, std::uint32_t> by_text_;
};

template <class T>
constexpr T kMissing = std::numeric_limits<T>::max();
template <class T>
constexpr T kNull = static_cast<T>(std::numeric_limits<T>::max() - 1);
constexpr double kNoNumber = std::numeric_limits<double>::quiet_NaN();

struct Text {
  std::uint32_t offset = 0;
  std::uint32_t size = kMissing<std::uint32_t>;  // or kNull

  bool is_text() const { return size < kNull<std::uint32_t>; }
};

struct Contact {
  Text id, email, first, last;
  std::int64_t created, unsubscribed, last_purchase;
  double ltv, score, lat, lng;
  std::uint32_t tags_begin, topics_begin, orders_begin;
  std::int32_t company_size;
  std::uint32_t zip;                                        // a code
  std::uint16_t city, tag_count, topic_count, order_count;  // kMissing: no array
  std::uint8_t country, status, plan, industry, timezone;
  std::uint8_t vip;    // 0, 1 or kMissing
  std::uint8_t phone;  // 1, kNull or kMissing
};

// Contacts and columns share the arrays' elements and the strings. Columns go on to the end of a
// word of rows, with contacts that have nothing.
struct World {
  std::vector<Contact> contacts;
  std::string texts;
  std::vector<std::uint16_t> tags;
  std::vector<std::uint8_t> topic_ids, topic_states;
  std::vector<std::uint16_t> skus;
  std::vector<std::int32_t> quantities;
  std::vector<double> prices;
  std::vector<std::int64_t> order_dates;
  Codes tag, topic, state, sku, zip, city, country, status, plan, industry, timezone, first, last;

  struct Columns {
    std::vector<Text> id, email;
    std::vector<std::uint16_t> first, last, city;
    std::vector<std::uint8_t> country, status, plan, industry, timezone, vip, phone;
    std::vector<std::int64_t> created, unsubscribed, last_purchase;
    std::vector<double> ltv, score, lat, lng;
    std::vector<std::int32_t> company_size;
    std::vector<std::uint32_t> zip;
    std::vector<std::uint32_t> tags, topics, orders;  // where a row's elements begin
    std::vector<std::uint16_t> tag_count;             // kMissing: no array
  } columns;

  // Nothing where it is no text.
  std::string_view view(Text text) const {
    return text.is_text() ? std::string_view(texts.data() + text.offset, text.size)
                          : std::string_view();
  }
};

World world_of(const std::vector<std::string_view>& lines);

}  // namespace tamis::bench
