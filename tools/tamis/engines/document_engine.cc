// The predicate over documents laid out to be asked many times, built from one form or another.
#include <tamis/document.h>
#include <tamis/predicate.h>
#include <nlohmann/json.hpp>

#include <stdexcept>

#include "tools/tamis/engines/adapters.h"

namespace tamis::engines {
namespace {

class DocumentEngine final : public Engine {
 public:
  Outcome run(const Condition& condition, const Documents& documents,
              const Context& context) override {
    predicate::Matcher matcher(predicate::compile(condition));
    Matched result;
    for (std::size_t i = 0; i < documents.size(); ++i) {
      const bool holds = matcher.matches(built(numbered_, documents, i), context);
      if (holds != matcher.matches(built(spelled_, documents, i), context))
        throw std::logic_error("names that are spelled out change a verdict");
      if (holds) result.ids.push_back(static_cast<std::uint32_t>(i));
    }
    return result;
  }

 private:
  // The forms in turn; a Value is what every document has.
  static predicate::Document built(predicate::DocumentBuilder& builder, const Documents& documents,
                                   std::size_t i) {
    if (i % 4 == 1 && documents.bson() != nullptr)
      return read(builder.build_bson(std::as_bytes(std::span((*documents.bson())[i]))));
    if (i % 4 == 2 && documents.text() != nullptr)
      return read(builder.build_text((*documents.text())[i]));
    if (i % 4 == 3 && documents.json() != nullptr) return builder.build((*documents.json())[i]);
    const Value& value = documents.values()[i];
    predicate::Document document = builder.build(value);
    if (!identical(document.value(), value)) throw std::logic_error("a value is not kept");
    return document;
  }

  static predicate::Document read(Result<predicate::Document> document) {
    if (!document) throw std::logic_error(document.diagnostics().front().message);
    return *std::move(document);
  }

  // The names of fields have numbers, or nearly all are spelled out.
  predicate::DocumentBuilder numbered_{predicate::FieldNames()};
  predicate::DocumentBuilder spelled_{predicate::FieldNames(2)};
};

}  // namespace

std::unique_ptr<Engine> make_predicate_document() {
  return std::make_unique<DocumentEngine>();
}

}  // namespace tamis::engines
