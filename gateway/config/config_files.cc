#include "gateway/config/config_files.h"

#include <unistd.h>

#include <utility>

#include "absl/strings/str_cat.h"
#include "gateway/files/durable_file.h"
#include "shim/base/expected.h"

namespace hermes::gateway {
namespace {

constexpr char kYamlName[] = "config.yaml";
constexpr char kDotenvName[] = ".env";

// Returns the content of a configuration file, "" if it does not exist.
absl::StatusOr<std::string> ReadConfigFile(int home_fd, const std::string& home,
                                           const std::string& name) {
  absl::StatusOr<std::string> text =
      ReadSmallFile(home_fd, name, kLargestConfigFile);
  if (text.ok()) return text;
  if (absl::IsNotFound(text.status())) return std::string();
  const std::string hint =
      absl::IsPermissionDenied(text.status())
          ? absl::StrCat("; uid ", geteuid(), " must be able to read it")
          : "";
  return absl::FailedPreconditionError(absl::StrCat(
      home, "/", name, ":1: cannot be read: ", text.status().message(), hint));
}

// Prepends the file to a parser's "LINE: what".
absl::Status InFile(const std::string& home, const std::string& name,
                    const absl::Status& error) {
  return absl::FailedPreconditionError(
      absl::StrCat(home, "/", name, ":", error.message(),
                   "; correct that line and start the gateway again"));
}

}  // namespace

absl::Status InYaml(const std::string& home, const absl::Status& error) {
  return InFile(home, kYamlName, error);
}

absl::StatusOr<std::string> ReadYamlText(int home_fd, const std::string& home) {
  return ReadConfigFile(home_fd, home, kYamlName);
}

absl::StatusOr<YamlSettings> LoadYaml(int home_fd, const std::string& home) {
  absl::StatusOr<std::string> text = ReadYamlText(home_fd, home);
  if (!text.ok()) return text.status();
  absl::StatusOr<YamlSettings> yaml = ParseYamlSettings(*text);
  if (!yaml.ok()) return InYaml(home, yaml.status());
  return yaml;
}

absl::StatusOr<DotenvEntries> LoadDotenv(int home_fd, const std::string& home) {
  absl::StatusOr<std::string> text = ReadConfigFile(home_fd, home, kDotenvName);
  if (!text.ok()) return text.status();
  Expected<DotenvEntries, DotenvError> entries = ParseDotenv(*text);
  if (entries.ok()) return std::move(entries).value();
  return InFile(home, kDotenvName,
                absl::InvalidArgumentError(absl::StrCat(
                    entries.error().line, ": ", entries.error().what)));
}

}  // namespace hermes::gateway
