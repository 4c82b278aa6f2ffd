// A contact as it is stored, and its two other forms: the API's JSON and the document of
// conditions.
#pragma once

#include <tamis/value.h>

#include <array>
#include <cstdint>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include "tools/segmentsd/http/json.h"
#include "tools/segmentsd/segments/contact_fields.h"
#include "tools/segmentsd/segments/workspace.h"
#include "tools/segmentsd/store/database.h"

namespace segmentsd {

struct Contact {
  std::int64_t pk = 0;
  std::string id;
  std::array<SqlValue, std::size(kContactFields)> fields{};  // by kContactFields
  std::map<std::string, SqlValue, std::less<>> values;       // by property; none is null
  std::map<std::string, std::string, std::less<>> topics;    // id to state
};

Contact read_contact(Database& db, const Workspace& workspace, std::int64_t pk);
// Writes what differs from `before`, which is what is stored; an empty one makes a new contact, and
// sets its `pk` and `id`. False, and nothing is written, when another contact of the workspace has
// the address.
bool write_contact(Database& db, const Workspace& workspace, const Contact& before,
                   Contact& contact);

// Ids of the topics that a new contact is subscribed to.
std::vector<std::string> opt_in_topics(Database& db, const Workspace& workspace);

Json to_json(const Contact& contact, const Workspace& workspace);
tamis::Value to_document(const Contact& contact, const Workspace& workspace);

SqlValue& field_of(Contact& contact, std::string_view name);  // a name of kContactFields

}  // namespace segmentsd
