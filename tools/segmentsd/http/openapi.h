// GET /openapi.json: openapi.json completed from the tables of routes and errors, so that the
// document has exactly the paths, methods, scopes and codes that the service has.
#pragma once

#include <string>

#include "tools/segmentsd/http/error.h"

namespace segmentsd {

extern const char* const kWrittenOpenapi;  // openapi.json as it stands in the source

// Throws std::logic_error when openapi.json lacks a route.
Json make_openapi();

struct Document {
  std::string text, etag;
};
const Document& openapi();

}  // namespace segmentsd
