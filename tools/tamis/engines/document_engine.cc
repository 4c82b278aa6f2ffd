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
    const std::vector<std::uint32_t> of_spelled = asked(matcher, spelled_, documents, context);
    Matched result;
    result.ids = asked(matcher, numbered_, documents, context);
    if (result.ids != of_spelled)
      throw std::logic_error("names that are spelled out change a verdict");
    return result;
  }

 private:
  // One by one, and together.
  static std::vector<std::uint32_t> asked(predicate::Matcher& matcher,
                                          predicate::DocumentBuilder& builder,
                                          const Documents& documents, const Context& context) {
    const std::vector<predicate::Document> built = all_built(builder, documents);
    std::vector<std::uint32_t> ids;
    for (std::size_t i = 0; i < built.size(); ++i)
      if (matcher.matches(built[i], context)) ids.push_back(static_cast<std::uint32_t>(i));
    std::vector<std::size_t> found;
    matcher.find(built, found, context);
    if (!std::ranges::equal(found, ids))
      throw std::logic_error("documents asked together have other verdicts");
    return ids;
  }

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

  // The names of fields have numbers, and the documents share memory; or nearly all are spelled
  // out, and each has its own.
  predicate::DocumentBuilder numbered_{predicate::FieldNames(),
                                       predicate::DocumentBuilder::Memory::Shared};
  predicate::DocumentBuilder spelled_{predicate::FieldNames(2)};
};

}  // namespace

std::unique_ptr<Engine> make_predicate_document() {
  return std::make_unique<DocumentEngine>();
}

}  // namespace tamis::engines
