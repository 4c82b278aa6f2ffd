#include "tools/segmentsd/segments/membership.h"

#include <fmt/format.h>
#include <tamis/sqlite_query.h>

#include <algorithm>
#include <limits>
#include <map>
#include <set>

#include "tools/segmentsd/segments/moments.h"

namespace segmentsd {
namespace {

constexpr std::size_t kSample = 10;

void check_bound(int code) {
  if (code != SQLITE_OK) throw StoreError(code & 0xff, sqlite3_errstr(code));
}

// `head`, the filter in brackets, `tail`; `before` and `after` are for the marks of these.
Statement filtered(Database& db, const std::string& head, const tamis::sqlite::SqlFilter& filter,
                   const std::string& tail, const tamis::Context& context,
                   std::initializer_list<SqlValue> before,
                   std::initializer_list<SqlValue> after = {}) {
  Statement statement = db.query_once(head + "(" + filter.text + ")" + tail, before);
  const int first = static_cast<int>(before.size()) + 1;
  check_bound(tamis::sqlite::bind(statement.get(), filter, context, first));
  int index = first + static_cast<int>(filter.params.size());
  for (const SqlValue& value : after) statement.bind(index++, value);
  return statement;
}

// In the order of the keys, so that every row goes to the end of the table's tree.
void insert_members(Database& db, const Workspace& workspace, std::int64_t segment,
                    const Rule& rule, const tamis::Context& context) {
  const std::string insert = "INSERT INTO members (segment, contact) SELECT ?, ";
  if (rule.keys)
    filtered(db, insert + "* FROM ", *rule.keys, " ORDER BY 2", context, {segment}).step();
  else
    filtered(db, insert + "pk FROM contacts WHERE workspace = ? AND ", rule.filter, "", context,
             {segment, workspace.pk})
        .step();
}

void add_to_count(Database& db, std::int64_t segment, std::int64_t by) {
  db.run("UPDATE segments SET member_count = member_count + ? WHERE pk = ?", {by, segment});
}

std::set<std::int64_t> column_of(Statement statement) {
  std::set<std::int64_t> found;
  while (statement.step()) found.insert(statement.integer(0));
  return found;
}

MemberChange::Part part_of(Statement statement) {
  MemberChange::Part part;
  while (statement.step()) {
    ++part.count;
    if (part.sample.size() < kSample) part.sample.push_back(statement.text(0));
  }
  return part;
}

// A set of contacts without the contacts, to be compared with another: verifying a workspace of any
// size takes no more memory than one contact and a digest for each segment.
struct Digest {
  std::int64_t count = 0;
  std::uint64_t sum = 0;  // of the scattered keys, so in no order

  void add(std::int64_t contact) {
    auto z = static_cast<std::uint64_t>(contact) * 0x9e3779b97f4a7c15;
    z = (z ^ (z >> 32U)) * 0xd6e8feb86659fd93;
    sum += z ^ (z >> 32U);
    ++count;
  }
  friend bool operator==(const Digest&, const Digest&) = default;
};

Digest digest_of(Statement contacts) {
  Digest digest;
  while (contacts.step()) digest.add(contacts.integer(0));
  return digest;
}

// For each segment of the workspace, the contacts that its predicate matches.
std::vector<Digest> by_predicate(Database& db, const Workspace& workspace,
                                 const tamis::Context& context) {
  std::vector<tamis::predicate::Matcher> matchers;
  for (const Segment& segment : workspace.segments) matchers.emplace_back(segment.rule.program);
  std::vector<Digest> matched(matchers.size());
  Statement contacts = db.query("SELECT pk FROM contacts WHERE workspace = ?", {workspace.pk});
  while (contacts.step()) {
    const std::int64_t pk = contacts.integer(0);
    const tamis::Value document = to_document(read_contact(db, workspace, pk), workspace);
    for (std::size_t i = 0; i < matchers.size(); ++i)
      if (matchers[i].matches(document, context)) matched[i].add(pk);
  }
  return matched;
}

std::vector<std::int64_t> workspaces_of(Database& db) {
  std::vector<std::int64_t> found;
  Statement rows = db.query("SELECT pk FROM workspaces ORDER BY pk");
  while (rows.step()) found.push_back(rows.integer(0));
  return found;
}

}  // namespace

std::int64_t replace_members(Database& db, const Workspace& workspace, std::int64_t segment,
                             const Rule& rule, const tamis::Context& context) {
  db.run("DELETE FROM members WHERE segment = ?", {segment});
  insert_members(db, workspace, segment, rule, context);
  const std::int64_t count = sqlite3_changes64(db.get());
  db.run("UPDATE segments SET member_count = ?, moves = ?, next_moment = ? WHERE pk = ?",
         {count, std::int64_t{!rule.relative_dates.empty()},
          next_moment(db, workspace, rule, context), segment});
  return count;
}

std::int64_t count_contacts(Database& db, std::int64_t workspace, const Rule& rule,
                            const tamis::Context& context) {
  const std::string count = "SELECT count(*) FROM ";
  Statement row = rule.keys ? filtered(db, count, *rule.keys, "", context, {})
                            : filtered(db, count + "contacts WHERE workspace = ? AND ", rule.filter,
                                       "", context, {workspace});
  row.step();
  return row.integer(0);
}

void replace_members_of(Database& db, const Workspace& workspace, std::string_view field,
                        const tamis::Context& context) {
  for (const Segment& segment : workspace.segments)
    if (uses_field(segment.rule.condition, field))
      replace_members(db, workspace, segment.pk, segment.rule, context);
}

void Placer::place(const Contact& contact) {
  const auto found = matcher_.match(to_document(contact, workspace_), context_);
  const std::set<std::int64_t> now(found.begin(), found.end());
  const std::set<std::int64_t> before =
      column_of(db_.query("SELECT segment FROM members WHERE contact = ?", {contact.pk}));
  for (const std::int64_t segment : now) {
    if (before.contains(segment)) continue;
    db_.run("INSERT INTO members (segment, contact) VALUES (?, ?)", {segment, contact.pk});
    add_to_count(db_, segment, 1);
  }
  for (const std::int64_t segment : before) {
    if (now.contains(segment)) continue;
    db_.run("DELETE FROM members WHERE segment = ? AND contact = ?", {segment, contact.pk});
    add_to_count(db_, segment, -1);
  }
  expect(contact);
}

// The contact may come or go sooner than all others.
void Placer::expect(const Contact& contact) {
  std::map<std::int64_t, std::int64_t> moments;  // by segment
  std::int64_t first = tamis::RelativeDate::kNever;
  for (const Segment& segment : workspace_.segments) {
    if (segment.rule.relative_dates.empty()) continue;
    const std::int64_t moment = next_moment(contact, segment.rule, context_);
    moments[segment.pk] = moment;
    first = std::min(first, moment);
  }
  std::erase_if(moments, [&, later = expected_after(first)](const auto& each) {
    const auto found = later.find(each.first);
    return found == later.end() || found->second <= each.second;
  });
  for (const auto& [segment, moment] : moments)
    db_.run("UPDATE segments SET next_moment = ? WHERE pk = ?", {moment, segment});
}

// Segments that were to be looked at after the moment, with theirs; mostly none, by the index.
std::map<std::int64_t, std::int64_t> Placer::expected_after(std::int64_t moment) {
  std::map<std::int64_t, std::int64_t> found;
  if (moment == tamis::RelativeDate::kNever) return found;
  Statement rows = db_.query(
      "SELECT pk, next_moment FROM segments WHERE workspace = ? AND moves = 1 AND next_moment > ?",
      {workspace_.pk, moment});
  while (rows.step()) found[rows.integer(0)] = rows.integer(1);
  return found;
}

void remove_contact(Database& db, std::int64_t contact) {
  for (const std::int64_t segment :
       column_of(db.query("SELECT segment FROM members WHERE contact = ?", {contact})))
    add_to_count(db, segment, -1);
  db.run("DELETE FROM contacts WHERE pk = ?", {contact});
}

MemberChange member_change(Database& db, std::int64_t workspace, std::int64_t segment,
                           const Rule& rule, const tamis::Context& context) {
  const std::string match = "SELECT id FROM contacts WHERE workspace = ? AND ";
  const std::string member =
      "EXISTS (SELECT 1 FROM members WHERE segment = ? AND contact = contacts.pk)";
  MemberChange change;
  change.added = part_of(
      filtered(db, match, rule.filter, " AND NOT " + member, context, {workspace}, {segment}));
  change.kept =
      part_of(filtered(db, match, rule.filter, " AND " + member, context, {workspace}, {segment}));
  change.removed = part_of(
      filtered(db, match + "NOT ", rule.filter, " AND " + member, context, {workspace}, {segment}));
  return change;
}

bool any_due(Database& db, const tamis::Context& context) {
  return db.query("SELECT 1 FROM segments WHERE moves = 1 AND next_moment <= ?", {context.now_ms})
      .step();
}

std::int64_t refresh_moving(Database& db, Workspaces& workspaces, const tamis::Context& context,
                            Moving which) {
  const std::int64_t until =
      which == Moving::Due ? context.now_ms : std::numeric_limits<std::int64_t>::max();
  std::int64_t changed = 0;
  for (const std::int64_t pk : column_of(
           db.query("SELECT DISTINCT workspace FROM segments WHERE moves = 1 AND next_moment <= ?",
                    {until}))) {
    const auto workspace = workspaces.of(db, pk);
    const std::set<std::int64_t> due = column_of(
        db.query("SELECT pk FROM segments WHERE workspace = ? AND moves = 1 AND next_moment <= ?",
                 {pk, until}));
    for (const Segment& segment : workspace->segments) {
      if (!due.contains(segment.pk)) continue;
      const MemberChange change = member_change(db, pk, segment.pk, segment.rule, context);
      if (change.added.count + change.removed.count > 0) {
        replace_members(db, *workspace, segment.pk, segment.rule, context);
        ++changed;
      } else {
        db.run("UPDATE segments SET next_moment = ? WHERE pk = ?",
               {next_moment(db, *workspace, segment.rule, context), segment.pk});
      }
    }
  }
  return changed;
}

std::vector<std::string> verify_members(Database& db, Workspaces& workspaces,
                                        const tamis::Context& context) {
  std::vector<std::string> faults;
  for (const std::int64_t pk : workspaces_of(db)) {
    const auto workspace = workspaces.of(db, pk);
    const std::vector<Digest> matched = by_predicate(db, *workspace, context);
    for (std::size_t i = 0; i < workspace->segments.size(); ++i) {
      const Segment& segment = workspace->segments[i];
      const Digest& predicate = matched[i];
      const auto sql = digest_of(filtered(db, "SELECT pk FROM contacts WHERE workspace = ? AND ",
                                          segment.rule.filter, "", context, {pk}));
      const auto table =
          digest_of(db.query("SELECT contact FROM members WHERE segment = ?", {segment.pk}));
      Statement row = db.query("SELECT member_count FROM segments WHERE pk = ?", {segment.pk});
      row.step();
      const std::int64_t count = row.integer(0);
      if (table == sql && table == predicate && table.count == count) continue;
      faults.push_back(fmt::format(
          "{}: {} members in the table, {} counted, {} by SQL, {} by the predicate{}", segment.id,
          table.count, count, sql.count, predicate.count,
          table.count == sql.count && table.count == predicate.count && table.count == count
              ? ", not the same ones"
              : ""));
    }
  }
  return faults;
}

}  // namespace segmentsd
