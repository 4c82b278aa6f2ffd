// Context: what a verdict may depend on beside the document. Only relative dates do: where
// Condition::depends_on_now() is true pass Context::now(), since the default Context is at 1970.
#pragma once

#include <cstdint>
#include <string>

namespace tamis {

struct Context {
  std::int64_t now_ms = 0;  // milliseconds since 1970-01-01T00:00:00Z
  // An IANA name or "+02:00"; "" is the condition's (CompileOptions), else the schema's, else UTC.
  // A zone that the machine does not know is read as UTC.
  std::string time_zone = {};

  // The system clock's present time.
  static Context now();
};

}  // namespace tamis
