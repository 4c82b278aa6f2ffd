// The plan that a server has chosen, in words.
#pragma once

#include <string>
#include <vector>

#include <tamis/value.h>

namespace tamis::server {

// Of a reply to `explain`: a line for each step, what the server does first standing first. A stage
// that is not known is named as the server names it.
std::vector<std::string> plan_in_words(const Value& reply);

}  // namespace tamis::server
