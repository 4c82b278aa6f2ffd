// The HTTP transport: sockets, time-outs, limits of size, one line of log for each request.
#pragma once

#include <string>

#include "tools/segmentsd/http/service.h"

namespace segmentsd {

// Serves until SIGTERM or SIGINT; an exit status. Prints the address once it listens.
int serve(const Options& options);

}  // namespace segmentsd
