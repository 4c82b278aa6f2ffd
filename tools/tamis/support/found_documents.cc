#include "tools/tamis/support/found_documents.h"

#include <fmt/format.h>
#include <tamis/extended_json.h>

#include "tools/tamis/support/records.h"

namespace tamis::cli {

Diagnostics FoundDocuments::show(const Record& record) {
  return ids_ ? show_id(record) : show_whole(record);
}

void FoundDocuments::finish() {
  if (without_id_ != 0)
    session_.complain(fmt::format("{} of the documents found have no `_id` or `id`", without_id_));
}

Diagnostics FoundDocuments::show_id(const Record& record) {
  const Result<Value> document = read_document(record);
  if (!document.ok()) return document.diagnostics();
  const Value* id = document->find("_id");
  if (id == nullptr) id = document->find("id");
  if (id == nullptr)
    ++without_id_;
  else if (const auto* object_id = id->get_if<ObjectId>())
    session_.out.print("{:02x}\n", fmt::join(object_id->bytes, ""));
  else if (const auto* text = id->get_if<std::string>())
    session_.out.print("{}\n", *text);
  else
    session_.out.print("{}\n", to_extended_json(*id, ExtendedJson::Relaxed));
  return {};
}

// BSON stays BSON only when asked for: a terminal cannot show it.
Diagnostics FoundDocuments::show_whole(const Record& record) {
  const bool one_line = record.bytes.find('\n') == std::string_view::npos;
  if (as_bson_ == record.bson && (record.bson || one_line)) {
    session_.out.write(record.bytes);
  } else {
    const Result<Value> document = read_document(record);
    if (!document.ok()) return document.diagnostics();
    if (as_bson_) {
      const auto bytes = to_bson(*document);
      if (!bytes) throw Failure(fmt::format("document {} cannot be BSON", record.number));
      session_.out.write(*bytes);
    } else {
      session_.out.write(to_extended_json(*document, ExtendedJson::Relaxed));
    }
  }
  if (!as_bson_) session_.out.write("\n");
  return {};
}

}  // namespace tamis::cli
