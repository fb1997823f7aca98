#ifndef HERMES_SHIM_BASE_ENVIRONMENT_H_
#define HERMES_SHIM_BASE_ENVIRONMENT_H_

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hermes {

// A process environment as a value: its "NAME=value" entries in their order,
// byte for byte, including duplicates and entries without '='. Never accesses
// the environment of this process.
class Environment {
 public:
  Environment() = default;
  explicit Environment(std::vector<std::string> entries)
      : entries_(std::move(entries)) {}

  // Copies a null-terminated array such as ::environ. A null pointer gives an
  // empty environment.
  static Environment FromArray(const char* const* array);

  // Returns the value of the first entry with that name, as getenv does.
  std::optional<std::string_view> Get(std::string_view name) const;
  // Like Get(), but returns "" for a missing variable.
  std::string_view GetOrEmpty(std::string_view name) const;
  // Replaces all entries with that name by one entry at the position of the
  // first. Appends the entry if the name is new.
  void Set(std::string_view name, std::string_view value);
  // Removes every entry with that name, if there are any.
  void Unset(std::string_view name);
  // Removes every entry whose name begins with `prefix`.
  void UnsetPrefix(std::string_view prefix);

  const std::vector<std::string>& entries() const { return entries_; }

 private:
  std::vector<std::string> entries_;
};

// Returns a null-terminated array of pointers into `strings`, for execve. The
// strings must outlive the array and must not be modified or moved.
std::vector<char*> PointerArray(const std::vector<std::string>& strings);

}  // namespace hermes

#endif  // HERMES_SHIM_BASE_ENVIRONMENT_H_
