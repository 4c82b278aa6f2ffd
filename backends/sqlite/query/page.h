#pragma once

#include <tamis/sqlite_query.h>

namespace tamis::sqlite {

// Whether the page that is asked for can be.
inline bool is_page(const Selection& selection) {
  return selection.limit.value_or(0) >= 0 && selection.offset >= 0;
}

}  // namespace tamis::sqlite
