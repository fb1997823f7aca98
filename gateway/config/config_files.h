#ifndef GATEWAY_CONFIG_CONFIG_FILES_H_
#define GATEWAY_CONFIG_CONFIG_FILES_H_

#include <cstddef>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gateway/config/yaml_settings.h"
#include "shim/base/dotenv.h"

namespace hermes::gateway {

// The maximum size of a configuration file in bytes; a larger file is an error.
inline constexpr size_t kLargestConfigFile = 1 << 20;

// Load and parse config.yaml or .env from the directory `home_fd`; a missing
// file counts as an empty one. `home` is the directory's path, only for
// messages.
// Errors: FailedPrecondition, one line that begins with file:line.
absl::StatusOr<YamlSettings> LoadYaml(int home_fd, const std::string& home);
absl::StatusOr<DotenvEntries> LoadDotenv(int home_fd, const std::string& home);

// Returns `error`, whose message is "LINE: what", as an error in the
// config.yaml of `home`.
absl::Status InYaml(const std::string& home, const absl::Status& error);

// Returns the text of config.yaml, "" if the file does not exist. Errors as
// above.
absl::StatusOr<std::string> ReadYamlText(int home_fd, const std::string& home);

}  // namespace hermes::gateway

#endif  // GATEWAY_CONFIG_CONFIG_FILES_H_
