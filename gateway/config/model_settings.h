#ifndef GATEWAY_CONFIG_MODEL_SETTINGS_H_
#define GATEWAY_CONFIG_MODEL_SETTINGS_H_

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace hermes::gateway {

// Settings of the back end that answers the turns.
struct ModelSettings {
  enum class Kind {
    kNone,      // no back end is configured
    kUpstream,  // a server that speaks OpenAI's chat completions API
    kCommand,   // a program
  };
  Kind kind = Kind::kNone;
  std::string provider;  // as configured: "custom", "openai", "command" ...

  // kUpstream. `base_url` has no trailing slash and includes the API's version:
  // http://127.0.0.1:11434/v1
  std::string base_url;
  std::string api_key;  // "" if none is sent; never log it
  std::string model;    // the model name that is sent to the upstream

  // kCommand: the program and its arguments; not empty.
  std::vector<std::string> command;

  // Time limits: for establishing a connection including TLS; for the wait for
  // the first and for each further piece of an answer; for a whole turn.
  std::chrono::milliseconds connect_timeout = std::chrono::seconds(10);
  std::chrono::milliseconds idle_timeout = std::chrono::seconds(300);
  std::chrono::milliseconds total_timeout = std::chrono::seconds(1800);
};

// How much of a conversation a back end receives: the newest messages that fit
// into both limits. Four bytes of text count as one token, an image as 1000.
struct HistoryLimits {
  int64_t tokens = 32'000;
  size_t bytes = 400'000;
};

}  // namespace hermes::gateway

#endif  // GATEWAY_CONFIG_MODEL_SETTINGS_H_
