// Contacts: a change of one moves it into and out of segments in the same transaction.
#include "tools/segmentsd/http/body.h"
#include "tools/segmentsd/resources/collection.h"
#include "tools/segmentsd/resources/contact_writer.h"
#include "tools/segmentsd/resources/handlers.h"
#include "tools/segmentsd/segments/contact.h"
#include "tools/segmentsd/segments/membership.h"

namespace segmentsd {

Reply list_contacts(Call& call) {
  const auto workspace = call.workspace();
  return {200, page(call, kContacts, [&](std::int64_t pk) {
            return to_json(read_contact(call.db, *workspace, pk), *workspace);
          })};
}

Reply create_contact(Call& call) {
  allow_query(call, {});
  Body body(call.body);
  const auto workspace = call.workspace();
  return {201, to_json(ContactWriter(call.db, *workspace, call.now).create(body), *workspace)};
}

Reply get_contact(Call& call) {
  allow_query(call, {});
  const std::int64_t pk = target(call, kContacts);
  const auto workspace = call.workspace();
  return {200, to_json(read_contact(call.db, *workspace, pk), *workspace)};
}

Reply update_contact(Call& call) {
  allow_query(call, {});
  const std::int64_t pk = target(call, kContacts);
  Body body(call.body);
  if (body.empty()) body.error("", "MISSING_REQUIRED_FIELD", "the body has no field to update");
  const auto workspace = call.workspace();
  return {200, to_json(ContactWriter(call.db, *workspace, call.now).update(body, pk), *workspace)};
}

Reply delete_contact(Call& call) {
  allow_query(call, {});
  remove_contact(call.db, target(call, kContacts));
  return {200, deleted(kContacts, call.id)};
}

}  // namespace segmentsd
