// A set that is asked of tables: of one that is settled, and of one in which documents wait, were
// others before, or are gone.
#include <tamis/table.h>

#include <algorithm>

#include "tools/tamis/engines/adapters.h"
#include "tools/tamis/engines/crowded_set.h"

namespace tamis::engines {
namespace {

using Ids = std::vector<CrowdedSet::Id>;

class BatchEngine final : public Engine {
 public:
  Outcome run(const Condition& condition, const Documents& documents,
              const Context& context) override {
    if (filled_ != documents.id()) {
      filled_ = documents.id();
      fill(documents.values());
    }
    crowded_.put(condition);
    const std::vector<Ids> of_settled = ids_of_rows(settled_, 1, documents.size(), context);
    require(of_settled == ids_of_rows(changed_, 2, documents.size(), context),
            "a table that was changed gives other ids");
    Matched result;
    for (std::size_t i = 0; i < documents.size(); ++i)
      if (crowded_.verdict(of_settled[i])) result.ids.push_back(static_cast<std::uint32_t>(i));
    return result;
  }

 private:
  // Document i is row i of the one table and row 2i of the other, where the row behind it is gone.
  void fill(const std::vector<Value>& documents) {
    settled_ = {};
    changed_ = {};
    for (std::size_t i = 0; i < documents.size(); ++i) {
      settled_.append(documents[i]);
      changed_.append(documents[documents.size() - 1 - i]);
      changed_.erase(changed_.append(documents[i]));
      if (i == documents.size() / 2) changed_.settle();
    }
    settled_.settle();
    for (std::size_t i = 0; i < documents.size(); ++i) changed_.update(2 * i, documents[i]);
  }

  // `step` rows for each document, of which the first is.
  std::vector<Ids> ids_of_rows(const predicate::Table& table, std::uint64_t step,
                               std::size_t documents, const Context& context) const {
    std::vector<Ids> ids(documents);
    std::vector<std::uint64_t> rows;
    const auto use = [&](CrowdedSet::Id id, const predicate::RowSet& held) {
      rows.clear();
      held.append_to(rows);
      require(held.count() == rows.size() && !rows.empty(), "a table counts what it does not give");
      for (const std::uint64_t row : rows) {
        require(table.contains(row), "a table gives a row that is not there");
        ids[row / step].push_back(id);
      }
    };
    predicate::match_rows(crowded_.set(), table, use, context);
    for (Ids& each : ids) std::sort(each.begin(), each.end());
    return ids;
  }

  CrowdedSet crowded_;
  predicate::Table settled_, changed_;
  std::uint64_t filled_ = 0;  // with the documents of which they are; their ids begin at 1
};

}  // namespace

std::unique_ptr<Engine> make_predicate_batch() {
  return std::make_unique<BatchEngine>();
}

}  // namespace tamis::engines
