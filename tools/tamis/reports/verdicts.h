// Who matches a condition: a line for each document, or row, and their number.
#pragma once

#include <tamis/predicate.h>

#include <cstdint>
#include <string>

#include "tools/tamis/test_flags.h"

namespace tamis::cli {

class Verdicts {
 public:
  Verdicts(Session& session, const TestFlags& flags, Condition condition);

  // `why` is null where there is no document to explain it by. `number` counts from 1.
  void add(const std::string& name, std::uint64_t number, bool verdict,
           const predicate::Explanation* why);
  // Shows how many of them match.
  void finish(const std::string& noun) const;
  bool any() const { return all_ != 0; }
  bool any_matched() const { return matched_ != 0; }

 private:
  void show_json(const std::string& name, std::uint64_t number, bool verdict,
                 const predicate::Explanation* why) const;
  void show_human(const std::string& name, bool verdict, const predicate::Explanation* why) const;

  Session& session_;
  const TestFlags& flags_;
  Condition condition_;
  Style style_;
  std::uint64_t all_ = 0;
  std::uint64_t matched_ = 0;
  bool shown_ = false;
};

}  // namespace tamis::cli
