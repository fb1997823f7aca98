#ifndef HERMES_SHIM_BASE_ENVIRONMENT_H_
#define HERMES_SHIM_BASE_ENVIRONMENT_H_

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hermes {

// A process environment as a value: "NAME=value" entries in their order, byte
// for byte, entries without '=' and duplicates included. Never touches the
// process's own environment.
class Environment {
 public:
  Environment() = default;
  explicit Environment(std::vector<std::string> entries)
      : entries_(std::move(entries)) {}

  // Copies a null-terminated array such as ::environ; null means empty.
  static Environment FromArray(const char* const* array);

  // The value of the first entry of that name, as getenv would find it.
  std::optional<std::string_view> Get(std::string_view name) const;
  // Get(), where a missing variable reads as empty.
  std::string_view GetOrEmpty(std::string_view name) const;
  // Replaces every entry of that name by one, at the first one's place.
  void Set(std::string_view name, std::string_view value);
  // Removes every entry of that name; none there is no error.
  void Unset(std::string_view name);
  // Removes every entry whose name begins with `prefix`.
  void UnsetPrefix(std::string_view prefix);

  const std::vector<std::string>& entries() const { return entries_; }

 private:
  std::vector<std::string> entries_;
};

// Null-terminated array of pointers into `strings`, for execve. The strings
// must outlive its use and stay where they are.
std::vector<char*> PointerArray(const std::vector<std::string>& strings);

}  // namespace hermes

#endif  // HERMES_SHIM_BASE_ENVIRONMENT_H_
