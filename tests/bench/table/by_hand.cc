#include "tests/bench/table/by_hand.h"

#include <re2/re2.h>

#include <memory>
#include <unordered_set>

#include "tests/bench/table/leaves.h"

namespace tamis::bench {
namespace {

using Json = nlohmann::ordered_json;
using Strings = std::vector<std::string>;

template <class Holds>
ByHand counters(const World& world, Holds holds) {
  return {[&world, holds] {
            std::size_t count = 0;
            for (const Contact& contact : world.contacts) count += holds(world, contact) ? 1U : 0U;
            return count;
          },
          [&world, holds] {
            const std::size_t rows = world.contacts.size();
            std::size_t count = 0;
            for (std::size_t first = 0; first < rows; first += kRows) {
              Word word = holds(world, first / kRows);
              if (rows - first < kRows) word &= (Word{1} << (rows - first)) - 1;
              count += static_cast<std::size_t>(std::popcount(word));
            }
            return count;
          }};
}

template <class T>
auto is(std::uint32_t code) {
  return [wanted = static_cast<T>(code)](T each) { return each == wanted; };
}

// Codes in a table.
template <class T>
auto in(const Codes& codes, const Strings& texts) {
  auto table = std::make_shared<std::vector<std::uint8_t>>(std::size_t{kMissing<T>} + 1);
  for (const std::string& text : texts)
    if (codes.of(text) != Codes::kNone) (*table)[codes.of(text)] = 1;
  return [table, of = table->data()](T each) { return of[each] != 0; };
}

auto above(double bound) {
  return [=](double each) { return each > bound; };
}
auto between(double low, double high) {
  return [=](double each) { return (each >= low) & (each <= high); };
}
auto since(std::int64_t moment) {
  return [=](std::int64_t at) { return (at >= moment) & (at < kNull<std::int64_t>); };
}

struct Searcher {
  std::shared_ptr<RE2> pattern;
  explicit Searcher(const std::string& text) : pattern(std::make_shared<RE2>(text)) {}
  bool operator()(std::string_view text) const {
    return RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), *pattern);
  }
};

struct Maker {
  const World& w;
  const Json& filter;

  auto status(const char* text) const {
    return Leaf{TAMIS_FIELD(status), is<std::uint8_t>(w.status.of(text))};
  }
  auto country(const char* text) const {
    return Leaf{TAMIS_FIELD(country), is<std::uint8_t>(w.country.of(text))};
  }
  auto country_in(const Strings& texts) const {
    return Leaf{TAMIS_FIELD(country), in<std::uint8_t>(w.country, texts)};
  }
  auto city_in(const Strings& texts) const {
    return Leaf{TAMIS_FIELD(city), in<std::uint16_t>(w.city, texts)};
  }
  auto plan_in(const Strings& texts) const {
    return Leaf{TAMIS_FIELD(plan), in<std::uint8_t>(w.plan, texts)};
  }
  auto industry_in(const Strings& texts) const {
    return Leaf{TAMIS_FIELD(industry), in<std::uint8_t>(w.industry, texts)};
  }
  template <class Test>
  auto ltv(Test test) const {
    return Leaf{TAMIS_FIELD(ltv), test};
  }
  template <class Test>
  auto score(Test test) const {
    return Leaf{TAMIS_FIELD(score), test};
  }
  template <class Test>
  auto email(Test test) const {
    return TextLeaf{TAMIS_FIELD(email), test};
  }
  auto is_vip() const { return Leaf{TAMIS_FIELD(vip), is<std::uint8_t>(1)}; }
  auto created(std::int64_t moment) const { return Leaf{TAMIS_FIELD(created), since(moment)}; }
  template <class Test>
  auto tag(Test test) const {
    return ElementLeaf{TAMIS_ELEMENTS(tags, tag),
                       [test](const World& world, std::size_t i) { return test(world.tags[i]); }};
  }
  auto tag_in(const Strings& texts) const { return tag(in<std::uint16_t>(w.tag, texts)); }
  auto tag_is(const std::string& text) const { return tag(is<std::uint16_t>(w.tag.of(text))); }
  template <class Id, class State>
  auto topic(Id id, State state) const {
    return ElementLeaf{TAMIS_ELEMENTS(topics, topic),
                       [id, state](const World& world, std::size_t i) {
                         return id(world.topic_ids[i]) && state(world.topic_states[i]);
                       }};
  }
  auto topic_is(const char* id, const char* state) const {
    return topic(is<std::uint8_t>(w.topic.of(id)), is<std::uint8_t>(w.state.of(state)));
  }
  template <class Test>
  auto order(Test test) const {
    return ElementLeaf{TAMIS_ELEMENTS(orders, order), test};
  }
  Strings list(const char* path) const {
    return filter.at(Json::json_pointer(path)).get<Strings>();
  }
};

ByHand one_field(const Maker& m, std::string_view kind) {
  const World& w = m.w;
  const auto have = [&](auto holds) { return counters(w, holds); };
  if (kind == "c01") return have(m.status("subscribed"));
  if (kind == "c02") return have(m.country("US"));
  if (kind == "c03")
    return have(TextLeaf{TAMIS_FIELD(id), [id = m.filter.at("id").get<std::string>()](
                                              std::string_view each) { return each == id; }});
  if (kind == "c04") return have(none(m.status("bounced")));
  if (kind == "c05") return have(m.ltv(above(500)));
  if (kind == "c06") return have(m.ltv([](double each) { return (each >= 100) & (each < 1000); }));
  if (kind == "c07")
    return have(
        Leaf{TAMIS_FIELD(created), [low = m.filter.at("createdAt").at("$gte").get<std::int64_t>(),
                                    high = m.filter.at("createdAt").at("$lt").get<std::int64_t>()](
                                       std::int64_t at) { return (at >= low) & (at < high); }});
  if (kind == "c08") return have(m.country_in(m.list("/country/$in")));
  if (kind == "c09") return have(m.city_in(m.list("/city/$in")));
  if (kind == "c10") {
    auto list = std::make_shared<Strings>(m.list("/email/$in"));
    auto set = std::make_shared<std::unordered_set<std::string_view>>(list->begin(), list->end());
    return have(m.email([list, set](std::string_view each) { return set->contains(each); }));
  }
  if (kind == "c11") return have(none(m.country_in(m.list("/country/$nin"))));
  if (kind == "c12")
    return have(none(Leaf{TAMIS_FIELD(phone), is<std::uint8_t>(kMissing<std::uint8_t>)}));
  if (kind == "c13")
    return have(Leaf{TAMIS_FIELD(company_size),
                     [](std::int32_t each) { return each == kMissing<std::int32_t>; }});
  if (kind == "c14")
    return have(Leaf{TAMIS_FIELD(unsubscribed),
                     [](std::int64_t each) { return each >= kNull<std::int64_t>; }});
  if (kind == "c15")
    return have(
        Leaf{TAMIS_FIELD(industry), [](std::uint8_t each) { return each < kNull<std::uint8_t>; }});
  if (kind == "c19") return have(none(m.score(above(50))));
  return {};
}

ByHand several_fields(const Maker& m, std::string_view kind) {
  const World& w = m.w;
  const auto have = [&](auto holds) { return counters(w, holds); };
  if (kind == "c16") return have(all(m.is_vip(), m.country("US"), m.status("subscribed")));
  if (kind == "c17")
    return have(any(m.country("US"), m.plan_in({"enterprise"}), m.ltv(above(5000))));
  if (kind == "c18")
    return have(
        all(m.status("subscribed"),
            any(all(m.country_in({"US", "CA"}), m.ltv([](double each) { return each >= 250; })),
                all(m.country("DE"), m.plan_in({"pro", "business", "enterprise"})),
                m.score(above(85)))));
  if (kind == "c20")
    return have(
        all(Leaf{TAMIS_FIELD(status),
                 [bounced = static_cast<std::uint8_t>(w.status.of("bounced")),
                  complained = static_cast<std::uint8_t>(w.status.of("complained"))](
                     std::uint8_t each) { return (each != bounced) & (each != complained); }},
            Leaf{TAMIS_FIELD(email), [](Text each) { return each.is_text(); }}));
  if (kind == "c37")
    return have(
        all(Leaf{TAMIS_FIELD(lat), between(35, 60)}, Leaf{TAMIS_FIELD(lng), between(-10, 40)}));
  return {};
}

ByHand patterns(const Maker& m, std::string_view kind) {
  const World& w = m.w;
  const auto have = [&](auto holds) { return counters(w, holds); };
  if (kind == "c21")
    return have(NameLeaf(
        TAMIS_FIELD(last), [](std::string_view each) { return each.starts_with("Mac"); }, w.last));
  if (kind == "c22")
    return have(m.email([](std::string_view each) { return each.ends_with("@gmail.com"); }));
  if (kind == "c23")
    return have(
        m.email([](std::string_view each) { return each.find("son") != std::string_view::npos; }));
  if (kind == "c24") return have(NameLeaf(TAMIS_FIELD(first), Searcher("(?i)^mar"), w.first));
  if (kind == "c25")
    return have(m.email(Searcher(m.filter.at("email").at("$regex").get<std::string>())));
  if (kind == "c36") {
    std::vector<std::uint8_t> starts(w.zip.size());
    for (std::uint32_t code = 0; code < starts.size(); ++code)
      starts[code] = w.zip.text(code).starts_with("94") ? 1 : 0;
    auto of_code = std::make_shared<std::vector<std::uint8_t>>(std::move(starts));
    return have(Leaf{TAMIS_FIELD(zip),
                     [of_code, of = of_code->data(), size = of_code->size()](std::uint32_t each) {
                       return each < size && of[each] != 0;
                     }});
  }
  return {};
}

ByHand arrays(const Maker& m, std::string_view kind) {
  const World& w = m.w;
  const auto have = [&](auto holds) { return counters(w, holds); };
  if (kind == "c26") return have(m.tag_is(m.filter.at("tags").get<std::string>()));
  if (kind == "c27") return have(m.tag_in(m.list("/tags/$in")));
  if (kind == "c28") {
    const Strings tags = m.list("/tags/$all");
    return have(all(m.tag_is(tags[0]), m.tag_is(tags[1])));
  }
  if (kind == "c29") return have(Leaf{TAMIS_FIELD(tag_count), is<std::uint16_t>(3)});
  if (kind == "c30") return have(none(m.tag_in(m.list("/tags/$nin"))));
  if (kind == "c31") return have(m.topic_is("topic_07", "subscribed"));
  if (kind == "c32")
    return have(all(m.topic_is("topic_00", "subscribed"),
                    m.topic(in<std::uint8_t>(w.topic, {"topic_03", "topic_04"}),
                            [pending = static_cast<std::uint8_t>(w.state.of("pending"))](
                                std::uint8_t state) { return state != pending; }),
                    none(m.topic_is("topic_01", "unsubscribed"))));
  if (kind == "c33")
    return have(m.order([skus = in<std::uint16_t>(w.sku, m.list("/orders/$elemMatch/sku/$in"))](
                            const World& world, std::size_t i) {
      return world.quantities[i] > 1 && world.prices[i] >= 60 && skus(world.skus[i]);
    }));
  if (kind == "c34")
    return have(m.order([](const World& world, std::size_t i) { return world.prices[i] > 200; }));
  if (kind == "c35") {
    const auto moment =
        m.filter.at(Json::json_pointer("/orders/$not/$elemMatch/at/$gte")).get<std::int64_t>();
    return have(
        all(m.status("subscribed"), none(m.order([moment](const World& world, std::size_t i) {
              return world.order_dates[i] >= moment;
            }))));
  }
  return {};
}

ByHand segment(const Maker& m) {
  return counters(m.w, all(m.status("subscribed"), m.country_in(m.list("/country/$in")),
                           m.created(m.filter.at("createdAt").at("$gte").get<std::int64_t>()),
                           m.ltv(above(50)), m.tag_in(m.list("/tags/$in")),
                           m.topic(in<std::uint8_t>(m.w.topic, m.list("/topics/$elemMatch/id/$in")),
                                   is<std::uint8_t>(m.w.state.of("subscribed")))));
}

// The values of the clauses `{field: text}` of a disjunction.
Strings values_of(const Json& clauses, const char* field) {
  Strings texts;
  for (const Json& clause : clauses)
    if (clause.contains(field) && clause.at(field).is_string())
      texts.push_back(clause.at(field).get<std::string>());
  return texts;
}

ByHand wide_or(const Maker& m) {
  const Json& clauses = m.filter.at("$or");
  return counters(
      m.w,
      any(m.country_in(values_of(clauses, "country")), m.city_in(values_of(clauses, "city")),
          m.industry_in(values_of(clauses, "properties.industry")), m.ltv(above(8000)),
          m.score([](double each) { return each < 3; }), all(m.is_vip(), m.status("pending")),
          Leaf{TAMIS_FIELD(company_size),
               [](std::int32_t each) { return (each >= 2000) & (each < kNull<std::int32_t>); }},
          m.tag_in(values_of(clauses, "tags")),
          m.email([](std::string_view each) { return each.ends_with(".org"); })));
}

// Of the time that the contacts are made for.
constexpr std::int64_t kTwoMonths = 1'730'505'600'000;
constexpr std::int64_t kHalfAYear = 1'720'137'600'000;

ByHand kitchen(const Maker& m) {
  const World& w = m.w;
  const auto clean_email = m.email([](std::string_view each) {
    return each.find("@test.") == std::string_view::npos &&
           each.find("@example.") == std::string_view::npos;
  });
  const auto business = all(m.plan_in({"pro", "business", "enterprise"}),
                            Leaf{TAMIS_FIELD(company_size),
                                 [](std::int32_t each) { return (each >= 20) & (each <= 500); }},
                            none(m.industry_in({"government", "nonprofit"})));
  const auto buyer = all(Leaf{TAMIS_FIELD(last_purchase), since(kHalfAYear)},
                         m.order([](const World& world, std::size_t i) {
                           return world.prices[i] > 80 && world.order_dates[i] >= kHalfAYear;
                         }));
  const auto reader =
      all(m.tag_is("seg-marpar"), m.tag_is("src-vikvik"), m.topic_is("topic_02", "subscribed"));
  const auto northern =
      all(Leaf{TAMIS_FIELD(lat), above(50)},
          Leaf{TAMIS_FIELD(lng), [](double each) { return (each > 0) & (each < 30); }});
  const auto named = any(
      Leaf{TAMIS_FIELD(phone), is<std::uint8_t>(1)},
      [](auto) {
        return none(Leaf{[](const Contact& contact) { return contact.last.size; },
                         [](const World::Columns& columns) -> const auto& { return columns.last; },
                         [](auto each) { return each == kMissing<decltype(each)>; }});
      }(0),
      NameLeaf(TAMIS_FIELD(first), Searcher("(?i)^(mar|an|jo)"), w.first));
  return counters(
      w, all(any(m.status("subscribed"), all(m.status("pending"), m.created(kTwoMonths))),
             none(m.country_in({"CN", "IN", "EG", "NG"})),
             none(m.score([](double each) { return each < 20; })),
             none(Leaf{TAMIS_FIELD(timezone), is<std::uint8_t>(kMissing<std::uint8_t>)}), named,
             any(business, northern, buyer, reader),
             none(m.tag_in({"promo-rialo", "seg-parka", "camp-tonlo", "web-naria", "vip-delra"})),
             clean_email));
}

}  // namespace

ByHand by_hand(const World& world, const std::string& id, const Json& filter) {
  const std::string kind = id.substr(0, 3);
  const Maker maker{world, filter};
  if (kind == "c38") return segment(maker);
  if (kind == "c39") return wide_or(maker);
  if (kind == "c40") return kitchen(maker);
  for (const auto& family : {one_field, several_fields, patterns, arrays})
    if (ByHand found = family(maker, kind); found.structs) return found;
  return {};
}

}  // namespace tamis::bench
