// Result<T>: a value, or the errors that prevented it; warnings may stand beside a value.
#pragma once

#include <cassert>
#include <optional>
#include <utility>

#include <tamis/diagnostic.h>

namespace tamis {

// The value is there exactly when no diagnostic is an Error.
template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value, Diagnostics diagnostics = {})  // NOLINT(google-explicit-constructor)
      : value_(std::move(value)), diagnostics_(std::move(diagnostics)) {
    if (has_error(diagnostics_)) value_.reset();
  }
  Result(Diagnostics errors)  // NOLINT(google-explicit-constructor)
      : diagnostics_(std::move(errors)) {
    assert(has_error(diagnostics_));
  }

  bool ok() const { return value_.has_value(); }
  explicit operator bool() const { return ok(); }

  const T& value() const& {
    assert(ok());
    return *value_;
  }
  T& value() & {
    assert(ok());
    return *value_;
  }
  T&& value() && {
    assert(ok());
    return std::move(*value_);
  }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(*this).value(); }
  const T* operator->() const { return &value(); }

  const Diagnostics& diagnostics() const& { return diagnostics_; }
  Diagnostics&& diagnostics() && { return std::move(diagnostics_); }

 private:
  std::optional<T> value_;
  Diagnostics diagnostics_;
};

}  // namespace tamis
