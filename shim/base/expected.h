#ifndef HERMES_SHIM_BASE_EXPECTED_H_
#define HERMES_SHIM_BASE_EXPECTED_H_

#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace hermes {

// Why an operation failed: the error number, the operation and its object. This
// is the shim's error value, because absl::Status would double the binary's
// size.
struct Error {
  int err = 0;             // errno of the failed call; 0 if there is none
  std::string_view stage;  // the operation; a literal, must outlive the error
  std::string subject;     // the path, program or name of the operation
};

// Formats an error: "opening /run/service: Permission denied". Omits the last
// part if `err` is 0.
std::string Describe(const Error& error);

// A value or an error. Modelled on std::expected. value() requires ok(),
// error() requires !ok().
template <typename T, typename E = Error>
class [[nodiscard]] Expected {
 public:
  // Implicit so that `return value;` and `return Error{...};` work.
  Expected(T value) : value_(std::move(value)) {}  // NOLINT
  Expected(E error) : error_(std::move(error)) {}  // NOLINT

  bool ok() const { return value_.has_value(); }
  const T& value() const& { return *value_; }
  T& value() & { return *value_; }
  T&& value() && { return *std::move(value_); }
  const E& error() const { return error_; }

 private:
  std::optional<T> value_;
  E error_{};
};

template <typename E>
class [[nodiscard]] Expected<void, E> {
 public:
  Expected() = default;
  Expected(E error) : error_(std::move(error)) {}  // NOLINT

  bool ok() const { return !error_.has_value(); }
  const E& error() const { return *error_; }

 private:
  std::optional<E> error_;
};

}  // namespace hermes

#endif  // HERMES_SHIM_BASE_EXPECTED_H_
