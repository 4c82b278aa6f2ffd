#include "tools/segmentsd/segments/moments.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <stdexcept>

#include "tools/segmentsd/segments/contact_fields.h"

namespace segmentsd {
namespace {

using tamis::RelativeDate;

// The least date of a field that is not before `from`.
std::optional<std::int64_t> first_date(Database& db, const Workspace& workspace,
                                       const std::string& field, std::int64_t from) {
  const auto least = [&](const std::string& text, std::int64_t owner) {
    Statement row = db.query(text, {owner, from});
    row.step();
    return row.null(0) ? std::nullopt : std::optional(row.integer(0));
  };
  for (const ContactField& each : kContactFields)
    if (each.name == field)
      return least(fmt::format("SELECT min({0}) FROM contacts WHERE workspace = ? AND {0} >= ?",
                               each.column),
                   workspace.pk);
  const auto property = workspace.properties.find(field);
  if (property == workspace.properties.end())
    throw std::logic_error("a relative date beside no date of a contact: " + field);
  return least("SELECT min(value) FROM contact_values WHERE property = ? AND value >= ?",
               property->second.pk);
}

std::optional<std::int64_t> date_of(const Contact& contact, const std::string& field) {
  const SqlValue* value = nullptr;
  for (std::size_t i = 0; i < contact.fields.size(); ++i)
    if (kContactFields[i].name == field) value = &contact.fields[i];
  if (const auto found = contact.values.find(field); found != contact.values.end())
    value = &found->second;
  const auto* date = value ? std::get_if<std::int64_t>(value) : nullptr;
  return date ? std::optional(*date) : std::nullopt;
}

// Of dates that lie behind already, all are as good as any.
std::int64_t moment_of(const RelativeDate& relative, std::optional<std::int64_t> date,
                       const tamis::Context& context) {
  return relative.next_moment(date ? *date : relative.at(context) - 1, context);
}

}  // namespace

std::int64_t next_moment(Database& db, const Workspace& workspace, const Rule& rule,
                         const tamis::Context& context) {
  std::int64_t moment = RelativeDate::kNever;
  for (const RelativeDate& relative : rule.relative_dates) {
    const auto date = first_date(db, workspace, relative.field(), relative.at(context));
    moment = std::min(moment, moment_of(relative, date, context));
  }
  return moment;
}

std::int64_t next_moment(const Contact& contact, const Rule& rule, const tamis::Context& context) {
  std::int64_t moment = RelativeDate::kNever;
  for (const RelativeDate& relative : rule.relative_dates)
    moment = std::min(moment, moment_of(relative, date_of(contact, relative.field()), context));
  return moment;
}

}  // namespace segmentsd
