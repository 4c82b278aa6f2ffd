// The predicate, once for each form of document.
#include <tamis/predicate.h>
#include <nlohmann/json.hpp>

#include "tools/tamis/engines/adapters.h"

namespace tamis::engines {
namespace {

// `Form` says which form of the documents to take.
template <class Form>
class PredicateEngine : public Engine {
 public:
  Outcome run(const Condition& condition, const Documents& documents,
              const Context& context) override {
    const auto* forms = Form::of(documents);
    if (forms == nullptr) return Skipped{std::string("a document has no form as ") + Form::kName};
    predicate::Matcher matcher(predicate::compile(condition));
    return matched(*forms,
                   [&](const auto& document) { return Form::ask(matcher, document, context); });
  }
};

// Accessors over a Value, member by member, as those of a user's own type would be.
predicate::Field seen(const Value& value);

class ObjectOfValues final : public predicate::ObjectAccessor {
 public:
  bool next(const void* self, std::size_t& position, std::string_view& name,
            predicate::Field& value) const override {
    const auto& object = *static_cast<const Object*>(self);
    if (position >= object.size()) return false;
    name = object[position].key;
    value = seen(object[position].value);
    ++position;
    return true;
  }
};

class ArrayOfValues final : public predicate::ArrayAccessor {
 public:
  std::size_t size(const void* self) const override {
    return static_cast<const Array*>(self)->size();
  }
  predicate::Field element(const void* self, std::size_t index) const override {
    return seen((*static_cast<const Array*>(self))[index]);
  }
};

predicate::Field seen(const Value& value) {
  static const ObjectOfValues objects;
  static const ArrayOfValues arrays;
  if (const auto* object = value.get_if<Object>())
    return predicate::Field::ObjectView{object, &objects};
  if (const auto* array = value.get_if<Array>()) return predicate::Field::ArrayView{array, &arrays};
  return predicate::Field::of(value);
}

struct JsonTree {
  static constexpr const char* kName = "a JSON tree";
  static const auto* of(const Documents& documents) { return documents.json(); }
  static bool ask(predicate::Matcher& matcher, const nlohmann::ordered_json& document,
                  const Context& context) {
    return matcher.matches(document, context);
  }
};

// Malformed bytes would be a fault of the form's writer, not of the case.
bool verdict(const predicate::Verdict& verdict) {
  if (!verdict.ok()) throw std::logic_error(verdict.errors().front().message);
  return verdict.matched();
}

struct Bson {
  static constexpr const char* kName = "BSON";
  static const auto* of(const Documents& documents) { return documents.bson(); }
  static bool ask(predicate::Matcher& matcher, const std::string& document,
                  const Context& context) {
    return verdict(matcher.matches_bson(std::as_bytes(std::span(document)), context));
  }
};

struct Text {
  static constexpr const char* kName = "Extended JSON";
  static const auto* of(const Documents& documents) { return documents.text(); }
  static bool ask(predicate::Matcher& matcher, const std::string& document,
                  const Context& context) {
    return verdict(matcher.matches_text(document, context));
  }
};

struct Accessor {
  static constexpr const char* kName = "a type of one's own";
  static const auto* of(const Documents& documents) {
    return documents.json() == nullptr ? nullptr : &documents.values();
  }
  static bool ask(predicate::Matcher& matcher, const Value& document, const Context& context) {
    return matcher.matches(seen(document), context);
  }
};

}  // namespace

std::unique_ptr<Engine> make_predicate_json() {
  return std::make_unique<PredicateEngine<JsonTree>>();
}

std::unique_ptr<Engine> make_predicate_bson() {
  return std::make_unique<PredicateEngine<Bson>>();
}

std::unique_ptr<Engine> make_predicate_text() {
  return std::make_unique<PredicateEngine<Text>>();
}

std::unique_ptr<Engine> make_predicate_accessor() {
  return std::make_unique<PredicateEngine<Accessor>>();
}

}  // namespace tamis::engines
