#include "tools/segmentsd/http/error.h"

#include <algorithm>
#include <iterator>
#include <stdexcept>

namespace segmentsd {
namespace {

constexpr std::string_view kInvalid = "invalid_request_error";

constexpr ErrorCode kCodes[] = {
    {"INVALID_REQUEST", 400, kInvalid},
    {"INVALID_JSON", 400, kInvalid},
    {"INVALID_QUERY_PARAMETER", 400, kInvalid},
    {"MISSING_API_KEY", 401, "authentication_error"},
    {"INVALID_API_KEY", 401, "authentication_error"},
    {"INSUFFICIENT_SCOPE", 403, "authentication_error"},
    {"NOT_FOUND", 404, kInvalid},
    {"SEGMENT_NOT_FOUND", 404, kInvalid},
    {"CONTACT_NOT_FOUND", 404, kInvalid},
    {"TOPIC_NOT_FOUND", 404, kInvalid},
    {"CONTACT_PROPERTY_NOT_FOUND", 404, kInvalid},
    {"CAMPAIGN_NOT_FOUND", 404, kInvalid},
    {"METHOD_NOT_ALLOWED", 405, kInvalid},
    {"REQUEST_TIMEOUT", 408, kInvalid},
    {"RESOURCE_CONFLICT", 409, kInvalid},
    {"PRECONDITION_FAILED", 412, kInvalid},
    {"PAYLOAD_TOO_LARGE", 413, kInvalid},
    {"URI_TOO_LONG", 414, kInvalid},
    {"UNSUPPORTED_MEDIA_TYPE", 415, kInvalid},
    {"RANGE_NOT_SATISFIABLE", 416, kInvalid},
    {"VALIDATION_FAILED", 422, "validation_error"},
    {"RATE_LIMIT_EXCEEDED", 429, "rate_limit_error"},
    {"HEADERS_TOO_LARGE", 431, kInvalid},
    {"INTERNAL_ERROR", 500, "api_error"},
    {"SERVICE_UNAVAILABLE", 503, "api_error"},
};

}  // namespace

std::vector<ErrorCode> error_codes() {
  return {std::begin(kCodes), std::end(kCodes)};
}

ApiError::ApiError(std::string_view code, std::string message, FieldErrors fields, Json details)
    : message_(std::move(message)), fields_(std::move(fields)), details_(std::move(details)) {
  const auto* found = std::find_if(std::begin(kCodes), std::end(kCodes),
                                   [&](const ErrorCode& known) { return known.code == code; });
  if (found == std::end(kCodes)) throw std::logic_error("no such error: " + std::string(code));
  code_ = *found;
}

Json ApiError::to_json(std::string_view request_id) const {
  Json error{{"type", code_.type}, {"code", code_.code}, {"message", message_}};
  if (!request_id.empty()) error["requestId"] = request_id;
  if (!fields_.empty()) {
    Json& list = error["validationErrors"] = Json::array();
    for (const FieldError& field : fields_) {
      Json entry{{"field", field.field}, {"code", field.code}, {"message", field.message}};
      entry.update(field.more);
      list.push_back(std::move(entry));
    }
  }
  if (!details_.is_null()) error["details"] = details_;
  return error;
}

Json ApiError::envelope(const std::string& request_id) const {
  return {{"error", to_json(request_id)}};
}

}  // namespace segmentsd
