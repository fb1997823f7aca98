#include "shim/facts/env_files.h"

#include <fcntl.h>

#include <cerrno>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shim/base/dotenv.h"
#include "shim/base/environment.h"
#include "shim/base/exit_codes.h"
#include "shim/base/expected.h"
#include "shim/base/small_file.h"

namespace hermes {
namespace {

constexpr size_t kLimit = 1 << 20;

std::vector<std::string> Files(std::string_view list) {
  std::vector<std::string> files;
  while (!list.empty()) {
    const size_t end = list.find(':');
    if (end != 0) files.emplace_back(list.substr(0, end));
    list.remove_prefix(end == std::string_view::npos ? list.size() : end + 1);
  }
  return files;
}

EnvFilesOutcome Unreadable(const std::string& path, Error error) {
  error.stage = "reading";
  error.subject = path;
  const int code = error.err == EACCES || error.err == EPERM
                       ? kExitPermission
                       : kExitConfiguration;
  return {code, std::string(kEnvFileVariable) +
                    " names a file that cannot be read (" + Describe(error) +
                    "); mount it where this user may read it, or remove it "
                    "from the variable"};
}

EnvFilesOutcome Malformed(const std::string& path, const DotenvError& error) {
  return {kExitConfiguration, std::string(kEnvFileVariable) +
                                  " names a file that is not a valid dotenv "
                                  "file: " +
                                  path + ":" + std::to_string(error.line) +
                                  ": " + error.what};
}

EnvFilesOutcome LoadFile(const std::string& path, const Environment& given,
                         Environment& environment) {
  const Expected<std::string> text = ReadSmallFile(AT_FDCWD, path, kLimit);
  if (!text.ok()) return Unreadable(path, text.error());
  const auto entries = ParseDotenv(text.value());
  if (!entries.ok()) return Malformed(path, entries.error());
  for (const auto& [name, value] : entries.value()) {
    if (!given.Get(name).has_value()) environment.Set(name, value);
  }
  return {};
}

}  // namespace

EnvFilesOutcome LoadEnvFiles(Environment& environment) {
  const Environment given = environment;
  Environment result = environment;
  for (const std::string& path : Files(given.GetOrEmpty(kEnvFileVariable))) {
    EnvFilesOutcome outcome = LoadFile(path, given, result);
    if (outcome.exit_code != 0) return outcome;
  }
  result.Unset(kEnvFileVariable);
  environment = std::move(result);
  return {};
}

}  // namespace hermes
