// Between cpp-httplib and the service: what a request asks, and how an answer is written.
#pragma once

#include <httplib.h>

#include <string>
#include <string_view>

#include "tools/segmentsd/http/service.h"

namespace segmentsd {

// Every request that the library can read is the service's to answer; what the library refuses by
// itself gets an envelope. Borrows the service.
void add_routes(httplib::Server& server, Service& service);

// The bytes of the answer to whom no worker listens; `code` is one of error_codes().
std::string refusal(std::string_view code, std::string_view message);

}  // namespace segmentsd
