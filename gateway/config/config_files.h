#ifndef GATEWAY_CONFIG_CONFIG_FILES_H_
#define GATEWAY_CONFIG_CONFIG_FILES_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gateway/config/dotenv.h"
#include "gateway/config/yaml_settings.h"

namespace hermes::gateway {

// A larger configuration file is refused.
inline constexpr size_t kLargestConfigFile = 1 << 20;

// config.yaml and .env of the directory `home_fd`, parsed; a missing one is the
// same as an empty one. `home` is its path, for messages only.
// Errors: FailedPrecondition, one line that begins with file:line.
absl::StatusOr<YamlSettings> LoadYaml(int home_fd, const std::string& home);
absl::StatusOr<std::vector<DotenvEntry>> LoadDotenv(int home_fd,
                                                    const std::string& home);

// `error`, whose message is "LINE: what", as one of the config.yaml of `home`.
absl::Status InYaml(const std::string& home, const absl::Status& error);

// The text of config.yaml, "" if there is none. Errors as above.
absl::StatusOr<std::string> ReadYamlText(int home_fd, const std::string& home);

}  // namespace hermes::gateway

#endif  // GATEWAY_CONFIG_CONFIG_FILES_H_
