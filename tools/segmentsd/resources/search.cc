// Search by conditions, and their check without a search.
#include <tamis/lint.h>
#include <tamis/mongodb.h>

#include "tools/segmentsd/resources/collection.h"
#include "tools/segmentsd/resources/conditions.h"
#include "tools/segmentsd/resources/handlers.h"
#include "tools/segmentsd/segments/contact.h"
#include "tools/segmentsd/segments/membership.h"

namespace segmentsd {
namespace {

Json to_json(const FieldError& error) {
  Json json{{"field", error.field}, {"code", error.code}, {"message", error.message}};
  json.update(error.more);
  return json;
}

}  // namespace

Reply search_contacts(Call& call) {
  Body body(call.body);
  const auto workspace = call.workspace();
  const bool alias = body.has("filters");
  const auto given = read_conditions(body, alias ? "filters" : "conditions", true, *workspace);
  if (alias && body.has("conditions")) {
    body.node("conditions");
    body.error("/filters", "INVALID_FIELD_VALUE",
               "`filters` is another name of `conditions`; only one may be given");
  }
  body.finish();
  Json found = page(
      call, kContacts,
      [&](std::int64_t pk) { return to_json(read_contact(call.db, *workspace, pk), *workspace); },
      &given->rule);
  found["total"] = count_contacts(call.db, workspace->pk, given->rule, call.context());
  return {200, std::move(found)};
}

Reply lint_conditions(Call& call) {
  allow_query(call, {});
  Body body(call.body);
  const auto workspace = call.workspace();
  const std::uint32_t node = body.node("conditions", true);
  if (node != tamis::kNoNode && body.tree()[node].kind != tamis::SyntaxKind::Object)
    body.error("/conditions", "INVALID_FIELD_TYPE", "`conditions` must be an object");
  if (node != tamis::kNoNode) check_integers(body, node, "/conditions");
  body.finish();
  const auto rule = workspace->compile(std::string(body.source_of(node)));
  tamis::Diagnostics diagnostics = rule.diagnostics();
  Json json{{"object", "lint"}, {"valid", rule.ok()}, {"diagnostics", Json::array()}};
  if (rule) {
    const tamis::Diagnostics found = tamis::lint(rule->condition);
    diagnostics.insert(diagnostics.end(), found.begin(), found.end());
    tamis::sort_by_place(diagnostics);
    json["canonical"] = Json::parse(rule->condition.canonical_text());
    json["english"] = rule->condition.english();
    json["sql"] = rule->filter.text;
    if (const auto filter = tamis::mongodb::emit(rule->condition))
      json["mongodb"] = filter->text(tamis::ExtendedJson::Relaxed);
  }
  for (const tamis::Diagnostic& diagnostic : diagnostics)
    json["diagnostics"].push_back(to_json(to_field_error(diagnostic, body, node, "conditions")));
  return {200, std::move(json)};
}

}  // namespace segmentsd
