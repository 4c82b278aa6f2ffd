#include "tests/bench/table/world.h"

#include <simdjson.h>

namespace tamis::bench {
namespace {

using simdjson::dom::element;
using simdjson::dom::element_type;
using simdjson::dom::object;

template <class T>
T whole(const object& from, std::string_view name) {
  element found;
  if (from[name].get(found) != simdjson::SUCCESS) return kMissing<T>;
  if (found.is_null()) return kNull<T>;
  return static_cast<T>(found.get_int64().value());
}

double number(const object& from, std::string_view name) {
  double found = 0;
  return from[name].get(found) == simdjson::SUCCESS ? found : kNoNumber;
}

template <class T>
T code(Codes& codes, const object& from, std::string_view name) {
  element found;
  if (from[name].get(found) != simdjson::SUCCESS) return kMissing<T>;
  if (found.is_null()) return kNull<T>;
  const std::uint32_t result = codes.add(std::string(found.get_string().value()));
  if (result >= kNull<T>) throw std::length_error("too many strings");
  return static_cast<T>(result);
}

object inner(const object& from, std::string_view name) {
  object found;
  static const std::string kEmpty = "{}";
  static simdjson::dom::parser parser;
  static const object kNone = parser.parse(kEmpty).get_object().value();
  return from[name].get(found) == simdjson::SUCCESS ? found : kNone;
}

class Reader {
 public:
  explicit Reader(World& world) : world_(world) {}

  void add(const object& from) {
    Contact c{};
    c.id = text(from, "id");
    c.email = text(from, "email");
    c.first = text(from, "firstName");
    c.last = text(from, "lastName");
    c.created = whole<std::int64_t>(from, "createdAt");
    c.unsubscribed = whole<std::int64_t>(from, "unsubscribedAt");
    c.city = code<std::uint16_t>(world_.city, from, "city");
    c.country = code<std::uint8_t>(world_.country, from, "country");
    c.status = code<std::uint8_t>(world_.status, from, "status");
    c.timezone = code<std::uint8_t>(world_.timezone, from, "timezone");
    element phone;
    c.phone = from["phone"].get(phone) != simdjson::SUCCESS ? kMissing<std::uint8_t>
              : phone.is_null()                             ? kNull<std::uint8_t>
                                                            : 1;
    add_properties(c, inner(from, "properties"));
    add_arrays(c, from);
    world_.contacts.push_back(c);
    add_row(c, code<std::uint16_t>(world_.first, from, "firstName"),
            code<std::uint16_t>(world_.last, from, "lastName"));
  }

  void pad() {
    Contact none{};
    none.id = none.email = none.first = none.last = Text();
    none.created = none.unsubscribed = none.last_purchase = kMissing<std::int64_t>;
    none.ltv = none.score = none.lat = none.lng = kNoNumber;
    none.company_size = kMissing<std::int32_t>;
    none.zip = kMissing<std::uint32_t>;
    none.city = none.tag_count = kMissing<std::uint16_t>;
    none.country = none.status = none.plan = none.industry = none.timezone = none.vip = none.phone =
        kMissing<std::uint8_t>;
    none.tags_begin = static_cast<std::uint32_t>(world_.tags.size());
    none.topics_begin = static_cast<std::uint32_t>(world_.topic_ids.size());
    none.orders_begin = static_cast<std::uint32_t>(world_.skus.size());
    do add_row(none, kMissing<std::uint16_t>, kMissing<std::uint16_t>);
    while (world_.columns.id.size() % 64 != 0);
    world_.columns.tags.push_back(none.tags_begin);
    world_.columns.topics.push_back(none.topics_begin);
    world_.columns.orders.push_back(none.orders_begin);
  }

 private:
  Text text(const object& from, std::string_view name) {
    Text result;
    element found;
    if (from[name].get(found) != simdjson::SUCCESS) return result;
    if (found.is_null()) {
      result.size = kNull<std::uint32_t>;
      return result;
    }
    const std::string_view content = found.get_string().value();
    result = {static_cast<std::uint32_t>(world_.texts.size()),
              static_cast<std::uint32_t>(content.size())};
    world_.texts += content;
    return result;
  }

  void add_properties(Contact& c, const object& properties) {
    c.ltv = number(properties, "lifetime_value");
    c.score = number(properties, "score");
    c.company_size = whole<std::int32_t>(properties, "company_size");
    c.last_purchase = whole<std::int64_t>(properties, "last_purchase_date");
    c.industry = code<std::uint8_t>(world_.industry, properties, "industry");
    c.plan = code<std::uint8_t>(world_.plan, properties, "plan");
    bool vip = false;
    c.vip = properties["is_vip"].get(vip) == simdjson::SUCCESS ? static_cast<std::uint8_t>(vip)
                                                               : kMissing<std::uint8_t>;
    const object address = inner(inner(properties, "nested"), "address");
    c.zip = code<std::uint32_t>(world_.zip, address, "zip");
    c.lat = number(inner(address, "geo"), "lat");
    c.lng = number(inner(address, "geo"), "lng");
  }

  void add_arrays(Contact& c, const object& from) {
    c.tags_begin = static_cast<std::uint32_t>(world_.tags.size());
    c.topics_begin = static_cast<std::uint32_t>(world_.topic_ids.size());
    c.orders_begin = static_cast<std::uint32_t>(world_.skus.size());
    c.tag_count = c.topic_count = c.order_count = kMissing<std::uint16_t>;
    simdjson::dom::array array;
    if (from["tags"].get(array) == simdjson::SUCCESS) {
      for (const element tag : array)
        world_.tags.push_back(
            static_cast<std::uint16_t>(world_.tag.add(std::string(tag.get_string().value()))));
      c.tag_count = static_cast<std::uint16_t>(array.size());
    }
    if (from["topics"].get(array) == simdjson::SUCCESS) {
      for (const element topic : array) {
        const object each = topic.get_object().value();
        world_.topic_ids.push_back(code<std::uint8_t>(world_.topic, each, "id"));
        world_.topic_states.push_back(code<std::uint8_t>(world_.state, each, "state"));
      }
      c.topic_count = static_cast<std::uint16_t>(array.size());
    }
    if (from["orders"].get(array) == simdjson::SUCCESS) {
      for (const element order : array) {
        const object each = order.get_object().value();
        world_.skus.push_back(code<std::uint16_t>(world_.sku, each, "sku"));
        world_.quantities.push_back(whole<std::int32_t>(each, "qty"));
        world_.prices.push_back(number(each, "price"));
        world_.order_dates.push_back(whole<std::int64_t>(each, "at"));
      }
      c.order_count = static_cast<std::uint16_t>(array.size());
    }
  }

  void add_row(const Contact& c, std::uint16_t first, std::uint16_t last) {
    World::Columns& columns = world_.columns;
    columns.id.push_back(c.id);
    columns.email.push_back(c.email);
    columns.first.push_back(first);
    columns.last.push_back(last);
    columns.city.push_back(c.city);
    columns.country.push_back(c.country);
    columns.status.push_back(c.status);
    columns.plan.push_back(c.plan);
    columns.industry.push_back(c.industry);
    columns.timezone.push_back(c.timezone);
    columns.vip.push_back(c.vip);
    columns.phone.push_back(c.phone);
    columns.created.push_back(c.created);
    columns.unsubscribed.push_back(c.unsubscribed);
    columns.last_purchase.push_back(c.last_purchase);
    columns.ltv.push_back(c.ltv);
    columns.score.push_back(c.score);
    columns.lat.push_back(c.lat);
    columns.lng.push_back(c.lng);
    columns.company_size.push_back(c.company_size);
    columns.zip.push_back(c.zip);
    columns.tags.push_back(c.tags_begin);
    columns.topics.push_back(c.topics_begin);
    columns.orders.push_back(c.orders_begin);
    columns.tag_count.push_back(c.tag_count);
  }

  World& world_;
};

}  // namespace

std::uint32_t Codes::add(const std::string& text) {
  const auto [place, is_new] = by_text_.emplace(text, static_cast<std::uint32_t>(texts_.size()));
  if (is_new) texts_.push_back(text);
  return place->second;
}

std::uint32_t Codes::of(const std::string& text) const {
  const auto found = by_text_.find(text);
  return found == by_text_.end() ? kNone : found->second;
}

World world_of(const std::vector<std::string_view>& lines) {
  World world;
  Reader reader(world);
  simdjson::dom::parser parser;
  for (const std::string_view line : lines)
    reader.add(parser.parse(line.data(), line.size()).get_object().value());
  reader.pad();
  return world;
}

}  // namespace tamis::bench
