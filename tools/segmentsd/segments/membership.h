// The table of members, kept exact. Each function is part of the caller's transaction.
#pragma once

#include <tamis/context.h>

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "tools/segmentsd/segments/contact.h"
#include "tools/segmentsd/segments/workspace.h"

namespace segmentsd {

// A segment's members are those that match now; returns their number, which is stored, too.
std::int64_t replace_members(Database& db, const Workspace& workspace, std::int64_t segment,
                             const Rule& rule, const tamis::Context& context);

// How many contacts of the workspace match now.
std::int64_t count_contacts(Database& db, std::int64_t workspace, const Rule& rule,
                            const tamis::Context& context);

// What replace_members() does, for every segment whose condition looks at `field`.
void replace_members_of(Database& db, const Workspace& workspace, std::string_view field,
                        const tamis::Context& context);

// Puts contacts into, and takes them out of, the segments of their workspace, which must outlive
// it.
class Placer {
 public:
  Placer(Database& db, const Workspace& workspace, const tamis::Context& context)
      : db_(db), workspace_(workspace), context_(context), matcher_(workspace.all_conditions) {}

  // To be called when the contact was written; only rows that change are touched.
  void place(const Contact& contact);

 private:
  void expect(const Contact& contact);
  std::map<std::int64_t, std::int64_t> expected_after(std::int64_t moment);

  Database& db_;
  const Workspace& workspace_;
  tamis::Context context_;
  tamis::predicate::SetMatcher matcher_;
};

// To be called before its row goes.
void remove_contact(Database& db, std::int64_t contact);

// What replace_members() would do.
struct MemberChange {
  struct Part {
    std::int64_t count = 0;
    std::vector<std::string> sample;  // ids of contacts, the first ten
  };
  Part added, removed, kept;
};
MemberChange member_change(Database& db, std::int64_t workspace, std::int64_t segment,
                           const Rule& rule, const tamis::Context& context);

// Segments with relative dates: every one, or those whose members may have changed by the moment.
enum class Moving : std::uint8_t { All, Due };
bool any_due(Database& db, const tamis::Context& context);
// Brings their members up to the moment; the number of segments that changed.
std::int64_t refresh_moving(Database& db, Workspaces& workspaces, const tamis::Context& context,
                            Moving which);

// Segments whose table differs from what both engines say of every contact, one line each.
std::vector<std::string> verify_members(Database& db, Workspaces& workspaces,
                                        const tamis::Context& context);

}  // namespace segmentsd
