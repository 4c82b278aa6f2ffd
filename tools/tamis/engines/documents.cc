#include "tools/tamis/engines/documents.h"

#include <algorithm>
#include <atomic>
#include <set>

#include <tamis/extended_json.h>
#include <nlohmann/json.hpp>

namespace tamis::engines {
namespace {

std::uint64_t next_id() {
  static std::atomic<std::uint64_t> last = 0;
  return ++last;
}

template <class T>
struct Form {
  bool made = false;
  std::optional<std::vector<T>> documents;
};

bool repeats_a_key(const Value& value) {
  if (const auto* array = value.get_if<Array>())
    return std::any_of(array->begin(), array->end(), repeats_a_key);
  const auto* object = value.get_if<Object>();
  if (object == nullptr) return false;
  std::set<std::string_view> keys;
  return std::any_of(object->begin(), object->end(), [&](const Member& member) {
    return !keys.insert(member.key).second || repeats_a_key(member.value);
  });
}

std::optional<std::string> to_text(const Value& value) {
  std::string text = to_extended_json(value, ExtendedJson::Canonical);
  const Result<Value> back = parse_extended_json(Source("document", text));
  if (!back || !identical(*back, value)) return std::nullopt;
  return text;
}

std::optional<nlohmann::ordered_json> to_json(const Value& value) {
  if (repeats_a_key(value)) return std::nullopt;
  const std::optional<std::string> text = to_text(value);
  if (!text) return std::nullopt;
  return nlohmann::ordered_json::parse(*text);
}

template <class T, class Make>
const std::vector<T>* form_of(Form<T>& form, const std::vector<Value>& values, Make make) {
  if (!form.made) {
    form.made = true;
    form.documents.emplace();
    for (const Value& value : values) {
      std::optional<T> document = make(value);
      if (!document) {
        form.documents.reset();
        break;
      }
      form.documents->push_back(std::move(*document));
    }
  }
  return form.documents ? &*form.documents : nullptr;
}

}  // namespace

struct Documents::Forms {
  Form<std::string> bson;
  Form<std::string> text;
  Form<nlohmann::ordered_json> json;
};

Documents::Documents(std::vector<Value> values)
    : id_(next_id()), values_(std::move(values)), forms_(std::make_unique<Forms>()) {}
Documents::Documents(Documents&&) noexcept = default;
Documents& Documents::operator=(Documents&&) noexcept = default;
Documents::~Documents() = default;

const std::vector<std::string>* Documents::bson() const {
  return form_of(forms_->bson, values_, to_bson);
}

const std::vector<std::string>* Documents::text() const {
  return form_of(forms_->text, values_, to_text);
}

const std::vector<nlohmann::ordered_json>* Documents::json() const {
  return form_of(forms_->json, values_, to_json);
}

}  // namespace tamis::engines
