// Takes in what stands at the places where one path ends.
#pragma once

#include "backends/predicate/set/lanes.h"
#include "backends/predicate/walk.h"

namespace tamis::predicate::set {

// A visitor of a walk. The Taker is told what follows:
//   void set_mark(std::uint32_t mark)
//   double* lanes()                       the field's
//   void set_marks_of(const Place<Form>&)  as Field::each_mark_of()
//   void enter(const Form::Node& array)   whose elements the field's level is to be asked of
template <DocumentForm Form, class Taker>
class Collector {
 public:
  Collector(Taker& taker, const Level& level, const Field& field)
      : taker_(taker), level_(level), field_(field) {}

  bool place(const Place<Form>& place) {
    const Datum& datum = place.datum;
    if (!datum.missing()) types_.insert(datum.type);
    if (!field_.sees_all()) return !datum.missing();
    taker_.set_marks_of(place);
    if (field_.bounds > 0) take_datum(taker_.lanes(), datum);
    if (field_.elements && datum.type == BsonType::Array) taker_.enter(place.node);
    return false;
  }
  void enter(const Key&) {}
  void enter(std::size_t) {}
  void leave() {}

  // Behind the last place.
  void finish() {
    if (types_.empty()) return;
    if (field_.presence != kNoMark) taker_.set_mark(field_.presence);
    for (const std::uint32_t mark : field_.types)
      if (level_.marks()[mark].types.intersects(types_)) taker_.set_mark(mark);
  }

 private:
  Taker& taker_;
  const Level& level_;
  const Field& field_;
  TypeSet types_;
};

}  // namespace tamis::predicate::set
