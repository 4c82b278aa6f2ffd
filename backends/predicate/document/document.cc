#include <tamis/document.h>

#include <algorithm>
#include <limits>
#include <memory>
#include <new>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "backends/predicate/document/block.h"
#include "backends/predicate/document/slot_form.h"
#include "backends/predicate/document/writer.h"
#include "backends/predicate/forms/accessor_form.h"
#include "backends/predicate/forms/json_form.h"
#include "backends/predicate/forms/materialize.h"
#include "backends/predicate/forms/read_bytes.h"
#include "backends/predicate/forms/value_form.h"
#include "backends/predicate/text/scan_form.h"

namespace tamis::predicate {

Document::Document(Share block, const Slot* root, std::size_t count, std::size_t number)
    : block_(std::move(block)),
      root_(root),
      names_(block_->names.get()),
      count_(static_cast<std::uint32_t>(count)),
      root_shape_(root->shape_or_none()),
      number_(static_cast<std::uint16_t>(number)) {}
Document::Document(Document&&) noexcept = default;
Document& Document::operator=(Document&&) noexcept = default;
Document::~Document() = default;

std::size_t Document::bytes() const {
  return slots() * sizeof(Slot);
}

Value Document::value() const {
  SlotForm form(*names_);
  return materialize(form, root(), std::numeric_limits<int>::max());
}

struct DocumentBuilder::Scratch {
  SlotBlock block;
  DocumentMemory memory;
  std::string decoded;  // of the wrapper last read
  simdjson::dom::parser parser;
  ScannedText text;
  RootFields no_fields;

  Scratch(const std::shared_ptr<FieldNames::Data>& names, Memory kind)
      : block(*names), memory(names, kind) {
    if (parser.allocate(0, Limits::kNesting) != simdjson::SUCCESS) throw std::bad_alloc();
  }

  template <DocumentForm Form>
  Document build(Form form, const typename Form::Node& root) {
    DocumentWriter<Form>(block, form).write(root);
    const std::vector<Slot>& slots = block.slots();
    if (slots.size() > std::numeric_limits<std::uint32_t>::max())
      throw std::length_error("a document is too large");
    auto [share, place, number] = memory.put(slots);
    return Document(std::move(share), place, slots.size(), number);
  }
};

DocumentBuilder::DocumentBuilder(const FieldNames& names, Memory memory)
    : scratch_(std::make_unique<Scratch>(names.data(), memory)) {}
DocumentBuilder::~DocumentBuilder() = default;
DocumentBuilder::DocumentBuilder(DocumentBuilder&&) noexcept = default;
DocumentBuilder& DocumentBuilder::operator=(DocumentBuilder&&) noexcept = default;

Document DocumentBuilder::build(const nlohmann::ordered_json& document) {
  return scratch_->build(JsonForm<nlohmann::ordered_json>(scratch_->decoded), &document);
}

Document DocumentBuilder::build(const nlohmann::json& document) {
  return scratch_->build(JsonForm<nlohmann::json>(scratch_->decoded), &document);
}

Document DocumentBuilder::build(const Value& document) {
  return scratch_->build(ValueForm(), {&document, nullptr});
}

Document DocumentBuilder::build(const Field& document) {
  return scratch_->build(AccessorForm(), document);
}

Result<Document> DocumentBuilder::build_text(std::string_view json) {
  if (scratch_->text.read(json, TextCheck::Whole, scratch_->parser, scratch_->no_fields))
    return scratch_->build(scratch_->text.form(scratch_->no_fields, scratch_->decoded),
                           TextScan::kRoot);
  return read_text<Result<Document>>(json, scratch_->parser, scratch_->decoded,
                                     [&]<class Form>(Form form, const typename Form::Node& root) {
                                       return scratch_->build(form, root);
                                     });
}

Result<Document> DocumentBuilder::build_bson(std::span<const std::byte> bson) {
  return read_bson<Result<Document>>(bson,
                                     [&]<class Form>(Form form, const typename Form::Node& root) {
                                       return scratch_->build(form, root);
                                     });
}

}  // namespace tamis::predicate
