#include "tests/bench/by_hand/predicates.h"

#include <re2/re2.h>

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <unordered_set>

namespace tamis::by_hand {
namespace {

using Json = nlohmann::ordered_json;
using Pointer = Json::json_pointer;

template <class Holds>
Counter counter(Holds holds) {
  return [holds = std::move(holds)](const std::vector<Contact>& contacts) {
    return static_cast<std::size_t>(std::count_if(contacts.begin(), contacts.end(), holds));
  };
}

// A few texts in a row, many by hash.
class Texts {
 public:
  explicit Texts(const Json& list) : texts_(list.get<std::vector<std::string>>()) {
    if (texts_.size() > kFew) set_.insert(texts_.begin(), texts_.end());
  }
  bool contains(const std::string& text) const {
    if (!set_.empty()) return set_.contains(text);
    return std::find(texts_.begin(), texts_.end(), text) != texts_.end();
  }
  bool contains(const Maybe<std::string>& text) const {
    return text.is_set() && contains(text.value);
  }
  bool contains_any(const Maybe<std::vector<std::string>>& list) const {
    return std::any_of(list.value.begin(), list.value.end(),
                       [&](const std::string& text) { return contains(text); });
  }

 private:
  static constexpr std::size_t kFew = 12;
  std::vector<std::string> texts_;
  std::unordered_set<std::string> set_;
};

std::string text_at(const Json& json, const char* pointer) {
  return json.at(Pointer(pointer)).get<std::string>();
}

std::int64_t date_at(const Json& json, const char* pointer) {
  return json.at(Pointer(pointer)).get<std::int64_t>();
}

Texts texts_at(const Json& json, const char* pointer) {
  return Texts(json.at(Pointer(pointer)));
}

// The operands of the equalities with `field` in a disjunction.
Texts equal_to(const Json& disjunction, const char* field) {
  Json list = Json::array();
  for (const Json& each : disjunction)
    if (each.size() == 1 && each.contains(field)) list.push_back(each.at(field));
  return Texts(list);
}

bool has_tag(const Contact& c, const std::string& tag) {
  return std::find(c.tags.value.begin(), c.tags.value.end(), tag) != c.tags.value.end();
}

template <class Holds>
bool any_topic(const Contact& c, Holds holds) {
  return std::any_of(c.topics.value.begin(), c.topics.value.end(), holds);
}

bool has_topic(const Contact& c, std::string_view id, std::string_view state) {
  return any_topic(c, [&](const Topic& topic) { return topic.id == id && topic.state == state; });
}

template <class Holds>
bool any_order(const Contact& c, Holds holds) {
  return std::any_of(c.orders.value.begin(), c.orders.value.end(), holds);
}

bool above(const Maybe<double>& number, double bound) {
  return number.is_set() && number.value > bound;
}

bool starts_with(const Maybe<std::string>& text, std::string_view prefix) {
  return text.is_set() && text.value.starts_with(prefix);
}

bool ends_with(const Maybe<std::string>& text, std::string_view suffix) {
  return text.is_set() && text.value.ends_with(suffix);
}

// `prefix` is of small letters; so are the texts' own letters, or the same as capitals.
bool starts_with_letters(const Maybe<std::string>& text, std::string_view prefix) {
  return text.is_set() && text.value.size() >= prefix.size() &&
         std::equal(prefix.begin(), prefix.end(), text.value.begin(),
                    [](char letter, char each) { return letter == (each | 0x20); });
}

bool in_box(const Maybe<Geo>& geo) {
  return geo.is_set() && geo.value.lat >= 35 && geo.value.lat <= 60 && geo.value.lng >= -10 &&
         geo.value.lng <= 40;
}

Counter complex_email(const Json& f) {
  const auto re = std::make_shared<RE2>(text_at(f, "/email/$regex"));
  return counter(
      [re](const Contact& c) { return c.email.is_set() && RE2::PartialMatch(c.email.value, *re); });
}

Counter tree(const Json&) {
  return counter([](const Contact& c) {
    if (c.status != "subscribed") return false;
    const Properties& p = c.properties;
    if (above(p.score, 85)) return true;
    if (!c.country.is_set()) return false;
    const std::string& country = c.country.value;
    if (country == "US" || country == "CA")
      return p.lifetime_value.is_set() && p.lifetime_value.value >= 250;
    return country == "DE" &&
           (p.plan.is("pro") || p.plan.is("business") || p.plan.is("enterprise"));
  });
}

Counter topic_combo(const Json&) {
  return counter([](const Contact& c) {
    return has_topic(c, "topic_00", "subscribed") && !has_topic(c, "topic_01", "unsubscribed") &&
           any_topic(c, [](const Topic& topic) {
             return (topic.id == "topic_03" || topic.id == "topic_04") && topic.state != "pending";
           });
  });
}

Counter order_elem(const Json& f) {
  return counter([skus = texts_at(f, "/orders/$elemMatch/sku/$in")](const Contact& c) {
    return any_order(c, [&](const Order& order) {
      return order.qty > 1 && order.price >= 60 && skus.contains(order.sku);
    });
  });
}

Counter segment(const Json& f) {
  return counter([since = date_at(f, "/createdAt/$gte"), countries = texts_at(f, "/country/$in"),
                  tags = texts_at(f, "/tags/$in"),
                  topics = texts_at(f, "/topics/$elemMatch/id/$in")](const Contact& c) {
    return c.created_at >= since && c.status == "subscribed" && countries.contains(c.country) &&
           above(c.properties.lifetime_value, 50) && tags.contains_any(c.tags) &&
           any_topic(c, [&](const Topic& topic) {
             return topic.state == "subscribed" && topics.contains(topic.id);
           });
  });
}

Counter wide_or30(const Json& f) {
  const Json& any = f.at("$or");
  return counter([countries = equal_to(any, "country"), cities = equal_to(any, "city"),
                  tags = equal_to(any, "tags"),
                  industries = equal_to(any, "properties.industry")](const Contact& c) {
    const Properties& p = c.properties;
    return above(p.lifetime_value, 8000) || (p.score.is_set() && p.score.value < 3) ||
           (p.company_size.is_set() && p.company_size.value >= 2000) ||
           (p.is_vip.is(true) && c.status == "pending") || ends_with(c.email, ".org") ||
           countries.contains(c.country) || cities.contains(c.city) ||
           industries.contains(p.industry) || tags.contains_any(c.tags);
  });
}

bool is_of_test(const std::string& email) {
  for (std::size_t at = email.find('@'); at != std::string::npos; at = email.find('@', at + 1)) {
    const std::string_view domain = std::string_view(email).substr(at + 1);
    if (domain.starts_with("test.") || domain.starts_with("example.")) return true;
  }
  return false;
}

class Kitchen {
 public:
  explicit Kitchen(const Json& f)
      : pending_since_(date_at(f, "/$and/0/$or/1/$and/1/createdAt/$gte")),
        not_tagged_(texts_at(f, "/$and/1/$nor/2/tags/$in")),
        ordered_since_(date_at(f, "/$and/2/$or/1/$and/0/orders/$elemMatch/at/$gte")),
        both_tags_(f.at(Pointer("/$and/2/$or/2/$and/0/tags/$all"))) {}

  bool operator()(const Contact& c) const {
    const bool right_status =
        c.status == "subscribed" || (c.status == "pending" && c.created_at >= pending_since_);
    if (!right_status || (c.properties.score.is_set() && c.properties.score.value < 20) ||
        !c.timezone.present || c.country.is("CN") || c.country.is("IN") || c.country.is("EG") ||
        c.country.is("NG") || !c.email.is_set() || not_tagged_.contains_any(c.tags))
      return false;
    const bool is_named =
        c.last_name.present || c.phone.is_set() || starts_with_letters(c.first_name, "mar") ||
        starts_with_letters(c.first_name, "an") || starts_with_letters(c.first_name, "jo");
    return is_named && is_of_worth(c) && !is_of_test(c.email.value);
  }

 private:
  bool is_of_worth(const Contact& c) const {
    const Properties& p = c.properties;
    const bool company = p.company_size.is_set() && p.company_size.value >= 20 &&
                         p.company_size.value <= 500 &&
                         (p.plan.is("pro") || p.plan.is("business") || p.plan.is("enterprise")) &&
                         !p.industry.is("government") && !p.industry.is("nonprofit");
    if (company) return true;
    if (p.geo.is_set() && p.geo.value.lat > 50 && p.geo.value.lng > 0 && p.geo.value.lng < 30)
      return true;
    if (p.last_purchase_date.is_set() && p.last_purchase_date.value >= ordered_since_ &&
        any_order(
            c, [&](const Order& order) { return order.price > 80 && order.at >= ordered_since_; }))
      return true;
    return has_tag(c, both_tags_[0]) && has_tag(c, both_tags_[1]) &&
           has_topic(c, "topic_02", "subscribed");
  }

  std::int64_t pending_since_;
  Texts not_tagged_;
  std::int64_t ordered_since_;
  std::vector<std::string> both_tags_;
};

struct Entry {
  std::string_view id;
  Counter (*make)(const Json& filter);
};

const Entry kEntries[] = {
    {"c01",
     [](const Json&) {
       return counter([](const Contact& c) { return c.status == "subscribed"; });
     }},
    {"c02",
     [](const Json&) { return counter([](const Contact& c) { return c.country.is("US"); }); }},
    {"c03",
     [](const Json& f) {
       return counter([id = text_at(f, "/id")](const Contact& c) { return c.id == id; });
     }},
    {"c04",
     [](const Json&) { return counter([](const Contact& c) { return c.status != "bounced"; }); }},
    {"c05",
     [](const Json&) {
       return counter([](const Contact& c) { return above(c.properties.lifetime_value, 500); });
     }},
    {"c06",
     [](const Json&) {
       return counter([](const Contact& c) {
         const auto& value = c.properties.lifetime_value;
         return value.is_set() && value.value >= 100 && value.value < 1000;
       });
     }},
    {"c07",
     [](const Json& f) {
       return counter([low = date_at(f, "/createdAt/$gte"), high = date_at(f, "/createdAt/$lt")](
                          const Contact& c) { return c.created_at >= low && c.created_at < high; });
     }},
    {"c08",
     [](const Json& f) {
       return counter(
           [in = texts_at(f, "/country/$in")](const Contact& c) { return in.contains(c.country); });
     }},
    {"c09",
     [](const Json& f) {
       return counter(
           [in = texts_at(f, "/city/$in")](const Contact& c) { return in.contains(c.city); });
     }},
    {"c10",
     [](const Json& f) {
       return counter(
           [in = texts_at(f, "/email/$in")](const Contact& c) { return in.contains(c.email); });
     }},
    {"c11",
     [](const Json& f) {
       return counter([in = texts_at(f, "/country/$nin")](const Contact& c) {
         return !in.contains(c.country);
       });
     }},
    {"c12", [](const Json&) { return counter([](const Contact& c) { return c.phone.present; }); }},
    {"c13",
     [](const Json&) {
       return counter([](const Contact& c) { return !c.properties.company_size.present; });
     }},
    {"c14",
     [](const Json&) {
       return counter([](const Contact& c) { return !c.unsubscribed_at.is_set(); });
     }},
    {"c15",
     [](const Json&) {
       return counter([](const Contact& c) { return c.properties.industry.is_set(); });
     }},
    {"c16",
     [](const Json&) {
       return counter([](const Contact& c) {
         return c.properties.is_vip.is(true) && c.country.is("US") && c.status == "subscribed";
       });
     }},
    {"c17",
     [](const Json&) {
       return counter([](const Contact& c) {
         return c.country.is("US") || above(c.properties.lifetime_value, 5000) ||
                c.properties.plan.is("enterprise");
       });
     }},
    {"c18", tree},
    {"c19",
     [](const Json&) {
       return counter([](const Contact& c) { return !above(c.properties.score, 50); });
     }},
    {"c20",
     [](const Json&) {
       return counter([](const Contact& c) {
         return c.email.is_set() && c.status != "bounced" && c.status != "complained";
       });
     }},
    {"c21",
     [](const Json&) {
       return counter([](const Contact& c) { return starts_with(c.last_name, "Mac"); });
     }},
    {"c22",
     [](const Json&) {
       return counter([](const Contact& c) { return ends_with(c.email, "@gmail.com"); });
     }},
    {"c23",
     [](const Json&) {
       return counter([](const Contact& c) {
         return c.email.is_set() && c.email.value.find("son") != std::string::npos;
       });
     }},
    {"c24",
     [](const Json&) {
       return counter([](const Contact& c) { return starts_with_letters(c.first_name, "mar"); });
     }},
    {"c25", complex_email},
    {"c26",
     [](const Json& f) {
       return counter([tag = text_at(f, "/tags")](const Contact& c) { return has_tag(c, tag); });
     }},
    {"c27",
     [](const Json& f) {
       return counter(
           [in = texts_at(f, "/tags/$in")](const Contact& c) { return in.contains_any(c.tags); });
     }},
    {"c28",
     [](const Json& f) {
       return counter([a = text_at(f, "/tags/$all/0"), b = text_at(f, "/tags/$all/1")](
                          const Contact& c) { return has_tag(c, a) && has_tag(c, b); });
     }},
    {"c29",
     [](const Json&) {
       return counter([](const Contact& c) { return c.tags.value.size() == 3; });
     }},
    {"c30",
     [](const Json& f) {
       return counter(
           [in = texts_at(f, "/tags/$nin")](const Contact& c) { return !in.contains_any(c.tags); });
     }},
    {"c31",
     [](const Json&) {
       return counter([](const Contact& c) { return has_topic(c, "topic_07", "subscribed"); });
     }},
    {"c32", topic_combo},
    {"c33", order_elem},
    {"c34",
     [](const Json&) {
       return counter([](const Contact& c) {
         return any_order(c, [](const Order& order) { return order.price > 200; });
       });
     }},
    {"c35",
     [](const Json& f) {
       return counter([since = date_at(f, "/orders/$not/$elemMatch/at/$gte")](const Contact& c) {
         return c.status == "subscribed" &&
                !any_order(c, [&](const Order& order) { return order.at >= since; });
       });
     }},
    {"c36",
     [](const Json&) {
       return counter([](const Contact& c) { return starts_with(c.properties.zip, "94"); });
     }},
    {"c37",
     [](const Json&) {
       return counter([](const Contact& c) { return in_box(c.properties.geo); });
     }},
    {"c38", segment},
    {"c39", wide_or30},
    {"c40", [](const Json& f) { return counter(Kitchen(f)); }},
};

}  // namespace

Counter by_hand(std::string_view id, const Json& filter) {
  for (const Entry& entry : kEntries)
    if (id.starts_with(entry.id)) return entry.make(filter);
  return nullptr;
}

}  // namespace tamis::by_hand
