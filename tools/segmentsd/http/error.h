// What the API answers when it cannot do as asked: one code, its status, and the fields at fault.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tools/segmentsd/http/json.h"

namespace segmentsd {

struct ErrorCode {
  std::string_view code;
  int status;
  std::string_view type;
};

// One mistake in a body. `field` is a JSON Pointer; `more` has members that stand beside.
struct FieldError {
  std::string field, code, message;
  Json more = Json::object();
};
using FieldErrors = std::vector<FieldError>;

// Thrown by handlers; the server makes the envelope of it.
class ApiError {
 public:
  // `code` is one of error_codes().
  ApiError(std::string_view code, std::string message, FieldErrors fields = {},
           Json details = nullptr);

  int status() const { return code_.status; }
  std::string_view code() const { return code_.code; }
  const std::string& message() const { return message_; }
  const FieldErrors& fields() const { return fields_; }
  // Without an id when it is of a part of a request.
  Json to_json(std::string_view request_id = {}) const;
  Json envelope(const std::string& request_id) const;

 private:
  ErrorCode code_;
  std::string message_;
  FieldErrors fields_;
  Json details_;
};

std::vector<ErrorCode> error_codes();

}  // namespace segmentsd
