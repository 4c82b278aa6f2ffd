// What the adapters share, and the makers that the registry lists.
#pragma once

#include "tools/tamis/engines/engine.h"

namespace tamis::engines {

std::unique_ptr<Engine> make_reference();

// The documents that `ask` is true of.
template <class T, class Ask>
Outcome matched(const std::vector<T>& documents, Ask ask) {
  Matched result;
  for (std::size_t i = 0; i < documents.size(); ++i)
    if (ask(documents[i])) result.ids.push_back(static_cast<std::uint32_t>(i));
  return result;
}

}  // namespace tamis::engines
