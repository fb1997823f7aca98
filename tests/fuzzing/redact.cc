// Fuzzes the redaction of logs.

#include "gateway/logging/redact.h"

#include <string>
#include <string_view>
#include <vector>

#include "tests/fuzzing/harness.h"

namespace hermes::gateway {
namespace {

using fuzzing::Require;

const std::vector<std::string> kSecrets = {"", "s3cr3t", "s3cr3t-longer",
                                           "two words\nand a line"};
constexpr char kPlanted[] = "PLANTED0123456789PLANTED";

// Lines of a log in which WithSecret() replaces each `@`, except the one of a
// URL, with the planted secret.
const std::vector<std::string> kLines = {
    "Authorization: Bearer @",
    "{\"api_key\":\"@\"}",
    "url?token=@&x=1",
    "password: '@'",
    "sk-@",
    "https://u:@@host/",
    "123456789:AA@@",
    "client_secret = @",
};

std::string WithSecret(const std::string& line) {
  std::string text;
  for (size_t i = 0; i < line.size(); ++i) {
    const bool at_sign_of_url = line[i] == '@' && line.substr(i, 5) == "@host";
    if (line[i] == '@' && !at_sign_of_url) {
      text += kPlanted;
    } else {
      text += line[i];
    }
  }
  return text;
}

}  // namespace
}  // namespace hermes::gateway

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace hermes::gateway;  // NOLINT
  const std::string text(hermes::fuzzing::TextOf(data, size));
  const std::string redacted = Redact(text, kSecrets);
  for (const std::string& secret : kSecrets) {
    Require(secret.empty() || redacted.find(secret) == std::string::npos,
            "a known secret is removed");
  }
  Require(redacted.size() <= 11 * text.size(),
          "redaction grows a text at most elevenfold");
  Require(Redact(redacted, kSecrets) == redacted,
          "redacting again changes nothing");
  // The fuzzer can learn the planted word from comparisons; skip such inputs.
  if (text.find(kPlanted) != std::string::npos) return 0;
  for (const std::string& line : kLines) {
    const std::string planted = text + "\n" + WithSecret(line) + "\n";
    Require(Redact(planted, {}).find(kPlanted) == std::string::npos,
            "preceding text does not prevent redaction");
  }
  return 0;
}
