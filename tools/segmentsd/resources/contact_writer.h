// Contacts as bodies say: what POST, PUT and every line of an import share.
#pragma once

#include <cstdint>
#include <optional>

#include "tools/segmentsd/http/body.h"
#include "tools/segmentsd/segments/contact.h"
#include "tools/segmentsd/segments/membership.h"
#include "tools/segmentsd/segments/workspace.h"
#include "tools/segmentsd/store/database.h"

namespace segmentsd {

// Part of one transaction. Each call reads a body, writes the contact and places it in its
// segments; an ApiError for what is wrong with the body comes before anything is written.
class ContactWriter {
 public:
  // Borrows all.
  ContactWriter(Database& db, const Workspace& workspace, std::int64_t now);

  Contact create(Body& body);
  Contact update(Body& body, std::int64_t pk);
  struct Put {
    Contact contact;
    bool created = false;
  };
  // Updates the contact of the body's address, or creates it.
  Put put(Body& body);

 private:
  const Contact& blank();
  void save(const Contact& before, Contact& contact);

  Database& db_;
  const Workspace& workspace_;
  std::int64_t now_;
  Placer placer_;
  std::optional<Contact> blank_;
};

}  // namespace segmentsd
