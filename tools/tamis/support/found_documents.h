// Documents that were found, printed as the reader wants them.
#pragma once

#include <tamis/diagnostic.h>

#include <cstdint>
#include <string>

#include "tools/tamis/support/documents.h"
#include "tools/tamis/support/session.h"

namespace tamis::cli {

class FoundDocuments {
 public:
  // `output`: "auto" and "ndjson" are lines of JSON. With `ids` an `_id`, or `id`, is all.
  FoundDocuments(Session& session, const std::string& output, bool ids)
      : session_(session), as_bson_(output == "bson"), ids_(ids) {}

  // What is wrong with the document, if it cannot be read.
  Diagnostics show(const Record& record);
  // Says how many had no id to show.
  void finish();

 private:
  Diagnostics show_id(const Record& record);
  Diagnostics show_whole(const Record& record);

  Session& session_;
  bool as_bson_;
  bool ids_;
  std::uint64_t without_id_ = 0;
};

}  // namespace tamis::cli
