// POST /v1/contacts/import: lines in, a line of result for each out.
#include <fmt/format.h>

#include "tools/segmentsd/http/log.h"
#include "tools/segmentsd/resources/collection.h"
#include "tools/segmentsd/resources/contact_import.h"
#include "tools/segmentsd/resources/handlers.h"

namespace segmentsd {
namespace {

// A short line that is wrong makes a long one of the answer.
constexpr std::size_t kMaxAnswer = 256U << 20U;

Json to_json(const ImportLine& line) {
  Json json{{"line", line.number}};
  if (line.error) {
    json["error"] = line.error->to_json();
  } else {
    json["id"] = line.id;
    json["result"] = line.created ? "created" : "updated";
  }
  return json;
}

// Why an import ended before its body did; what was imported stays.
ApiError ended(std::string_view code, std::string_view why, const Import& import) {
  return {code,
          fmt::format("{}; the import ended after line {}", why, import.done()),
          {},
          {{"lines", import.done()}}};
}

}  // namespace

void import_contacts(LinesCall& call) {
  allow_query(call.query, {});
  Import import({call.db, call.workspaces, call.writers, call.workspace_pk}, call.now,
                [&](const ImportLine& line) {
                  if (call.answer.size() > kMaxAnswer)
                    throw ApiError("PAYLOAD_TOO_LARGE", "an answer may have at most 256 MiB");
                  call.answer.write(
                      to_json(line).dump(-1, ' ', false, Json::error_handler_t::replace) + '\n');
                });
  try {
    call.read([&](std::string_view bytes) { import.feed(bytes); });
    import.finish();
  } catch (const ApiError& error) {
    throw ended(error.code(), error.message(), import);
  } catch (const StoreError& error) {
    log_line("error", {{"import", error.what()}});
    throw ended(error.passes() ? "SERVICE_UNAVAILABLE" : "INTERNAL_ERROR",
                "the database could not be written", import);
  } catch (const std::exception& error) {
    log_line("error", {{"import", error.what()}});
    throw ended("INTERNAL_ERROR", "the import failed", import);
  }
}

}  // namespace segmentsd
