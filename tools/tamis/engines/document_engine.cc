// The predicate over documents laid out to be asked many times, built from one form or another.
#include <tamis/document.h>
#include <tamis/predicate.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <stdexcept>
#include <vector>

#include "tools/tamis/engines/adapters.h"

namespace tamis::engines {
namespace {

class DocumentEngine final : public Engine {
 public:
  Outcome run(const Condition& condition, const Documents& documents,
              const Context& context) override {
    predicate::Matcher matcher(predicate::compile(condition));
    const auto numbered = all_built(numbered_, documents);
    std::vector<std::size_t> found;
    std::vector<std::size_t> found_spelled;
    matcher.find(numbered, found, context);
    matcher.find(all_built(spelled_, documents), found_spelled, context);
    if (found != found_spelled)
      throw std::logic_error("names that are spelled out change a verdict");
    Matched result;
    for (std::size_t i = 0; i < numbered.size(); ++i)
      if (matcher.matches(numbered[i], context))
        result.ids.push_back(static_cast<std::uint32_t>(i));
    if (!std::ranges::equal(found, result.ids))
      throw std::logic_error("documents asked together have other verdicts");
    return result;
  }

 private:
  static std::vector<predicate::Document> all_built(predicate::DocumentBuilder& builder,
                                                    const Documents& documents) {
    std::vector<predicate::Document> result;
    result.reserve(documents.size());
    for (std::size_t i = 0; i < documents.size(); ++i)
      result.push_back(built(builder, documents, i));
    return result;
  }

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
  predicate::DocumentBuilder numbered_{predicate::FieldNames(),
                                       predicate::DocumentBuilder::Memory::Shared};
  predicate::DocumentBuilder spelled_{predicate::FieldNames(2)};
};

}  // namespace

std::unique_ptr<Engine> make_predicate_document() {
  return std::make_unique<DocumentEngine>();
}

}  // namespace tamis::engines
