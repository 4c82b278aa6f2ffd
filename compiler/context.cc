#include <tamis/context.h>

#include <chrono>

namespace tamis {

Context Context::now() {
  using std::chrono::milliseconds;
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return {std::chrono::duration_cast<milliseconds>(since).count(), {}};
}

}  // namespace tamis
