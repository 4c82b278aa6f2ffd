// Fetcher: of documents that stand one behind the other, and are asked in that order, brings into
// the caches what is looked at before they are asked.
#pragma once

#include <vector>

#include "backends/predicate/document/member_places.h"
#include "backends/predicate/document/read_ahead.h"

namespace tamis::predicate {

struct SlotStep;

class Fetcher {
 public:
  // What the step looks at, asked of roots.
  void plan(const SlotStep& step);

  // `document` is asked now.
  void fetch_behind(const Document& document, MemberPlaces& places) {
    if (what_ != What::Nothing && (what_ == What::All || document.number() % kTogether == 0))
      fetch(document, places);
  }

  // An array stands in a field of a root.
  void meet_array() {
    if (!expects_arrays_) expect_arrays();
  }

 private:
  using Number = MemberPlaces::Number;
  using Block = Document::Block;

  // So many are fetched together, where documents share memory.
  static constexpr std::size_t kTogether = 8;

  enum class What : std::uint8_t {
    Nothing,
    Fields,  // what stands in the fields of roots
    All,     // there is of documents
  };

  struct Member {
    Number field;
    Number name;
    bool operator==(const Member&) const = default;
  };

  bool add(const SlotStep& step);
  bool add_path(const SlotStep& any);
  void expect_arrays();
  bool goes_on(const Document& document);
  void fetch(const Document& document, MemberPlaces& places);
  void fetch_fields(const Block& block, std::size_t first, MemberPlaces& places) const;
  void fetch_rests(const Block& block, std::size_t first, const MemberPlaces& places);

  ReadAhead read_ahead_;
  const Block* block_ = nullptr;  // of the document that was asked when fields were fetched last
  std::size_t number_ = 0;        // its own
  What what_ = What::Nothing;
  bool expects_arrays_ = false;
  std::vector<Number> fields_;   // of roots
  std::vector<Number> rests_;    // fields of which the text is looked at, or the elements
  std::vector<Member> members_;  // of fields
};

}  // namespace tamis::predicate
