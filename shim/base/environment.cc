#include "shim/base/environment.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hermes {
namespace {

bool Names(std::string_view entry, std::string_view name) {
  return entry.size() > name.size() && entry[name.size()] == '=' &&
         entry.substr(0, name.size()) == name;
}

}  // namespace

Environment Environment::FromArray(const char* const* array) {
  Environment environment;
  if (array == nullptr) return environment;
  for (; *array != nullptr; ++array) environment.entries_.emplace_back(*array);
  return environment;
}

std::optional<std::string_view> Environment::Get(std::string_view name) const {
  for (const std::string& entry : entries_) {
    if (!Names(entry, name)) continue;
    std::string_view value = entry;
    value.remove_prefix(name.size() + 1);
    return value;
  }
  return std::nullopt;
}

std::string_view Environment::GetOrEmpty(std::string_view name) const {
  return Get(name).value_or(std::string_view());
}

void Environment::Set(std::string_view name, std::string_view value) {
  std::string entry(name);
  entry.append("=").append(value);
  const auto is_it = [&](const std::string& e) { return Names(e, name); };
  const auto first = std::find_if(entries_.begin(), entries_.end(), is_it);
  if (first == entries_.end()) {
    entries_.push_back(std::move(entry));
    return;
  }
  *first = std::move(entry);
  entries_.erase(std::remove_if(first + 1, entries_.end(), is_it),
                 entries_.end());
}

void Environment::Unset(std::string_view name) {
  entries_.erase(
      std::remove_if(entries_.begin(), entries_.end(),
                     [&](const std::string& e) { return Names(e, name); }),
      entries_.end());
}

void Environment::UnsetPrefix(std::string_view prefix) {
  entries_.erase(std::remove_if(entries_.begin(), entries_.end(),
                                [&](const std::string& e) {
                                  return e.compare(0, prefix.size(),
                                                   prefix.data(),
                                                   prefix.size()) == 0;
                                }),
                 entries_.end());
}

std::vector<char*> PointerArray(const std::vector<std::string>& strings) {
  std::vector<char*> pointers;
  pointers.reserve(strings.size() + 1);
  for (const std::string& s : strings) {
    // execve takes char* for historical reasons and does not write to them.
    pointers.push_back(const_cast<char*>(s.c_str()));
  }
  pointers.push_back(nullptr);
  return pointers;
}

}  // namespace hermes
