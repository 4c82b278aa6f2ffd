#include <tamis/document.h>

#include <limits>
#include <memory>
#include <new>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "backends/predicate/accessor_form.h"
#include "backends/predicate/document/slot_form.h"
#include "backends/predicate/document/writer.h"
#include "backends/predicate/json_form.h"
#include "backends/predicate/materialize.h"
#include "backends/predicate/read_bytes.h"
#include "backends/predicate/scan_form.h"
#include "backends/predicate/value_form.h"

namespace tamis::predicate {

Document::Document(std::shared_ptr<FieldNames::Data> names, Slots slots, std::size_t count)
    : names_(std::move(names)),
      slots_(std::move(slots)),
      count_(static_cast<std::uint32_t>(count)) {
  root_names_.fill(kNoName);
  const Slot& top = *root();
  if (top.type != BsonType::Object || top.count > kIndexed || top.has_spelled_names()) return;
  std::copy_n(top.name_ids(), top.count, root_names_.begin());
  root_values_ = static_cast<std::uint32_t>(top.member_values() - root());
}
Document::Document(Document&&) noexcept = default;
Document& Document::operator=(Document&&) noexcept = default;
Document::~Document() = default;

void Document::Free::operator()(Slot* slots) const {
  ::operator delete(slots, std::align_val_t{kCacheLine});
}

std::size_t Document::bytes() const {
  return count_ * sizeof(Slot);
}

Value Document::value() const {
  SlotForm form(*names_);
  return materialize(form, root(), std::numeric_limits<int>::max());
}

struct DocumentBuilder::Scratch {
  SlotBlock block;
  std::string decoded;  // of the wrapper last read
  simdjson::dom::parser parser;
  ScannedText text;
  RootFields no_fields{{}};  // none is asked for by name

  explicit Scratch(std::shared_ptr<FieldNames::Data> names) : block(std::move(names)) {
    if (parser.allocate(0, Limits::kNesting) != simdjson::SUCCESS) throw std::bad_alloc();
  }

  template <DocumentForm Form>
  Document build(Form form, const typename Form::Node& root) {
    DocumentWriter<Form>(block, form).write(root);
    const std::vector<Slot>& slots = block.slots();
    if (slots.size() > std::numeric_limits<std::uint32_t>::max())
      throw std::length_error("a document is too large");
    void* const memory = ::operator new(slots.size() * sizeof(Slot), std::align_val_t{kCacheLine});
    Document::Slots copy(static_cast<Slot*>(memory));
    std::uninitialized_copy(slots.begin(), slots.end(), copy.get());
    return Document(block.names(), std::move(copy), slots.size());
  }
};

DocumentBuilder::DocumentBuilder(const FieldNames& names)
    : scratch_(std::make_unique<Scratch>(names.data())) {}
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
