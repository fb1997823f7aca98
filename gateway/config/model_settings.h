#ifndef GATEWAY_CONFIG_MODEL_SETTINGS_H_
#define GATEWAY_CONFIG_MODEL_SETTINGS_H_

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace hermes::gateway {

// What answers the turns.
struct ModelSettings {
  enum class Kind {
    kNone,      // nothing is configured
    kUpstream,  // a server that speaks OpenAI's chat completions
    kCommand,   // a program
  };
  Kind kind = Kind::kNone;
  std::string provider;  // as configured: "custom", "openai", "command" ...

  // kUpstream. `base_url` has no slash at its end and includes the API's
  // version: http://127.0.0.1:11434/v1
  std::string base_url;
  std::string api_key;  // "": none is sent; never log it
  std::string model;    // the name that the upstream is asked for

  // kCommand: program and arguments, not empty.
  std::vector<std::string> command;

  // For a connection to stand, TLS included; between two pieces of an answer,
  // the wait for the first one included; for a whole turn.
  std::chrono::milliseconds connect_timeout = std::chrono::seconds(10);
  std::chrono::milliseconds idle_timeout = std::chrono::seconds(300);
  std::chrono::milliseconds total_timeout = std::chrono::seconds(1800);
};

// How much of a conversation a back end is given: the newest messages that fit
// both. A token is counted as four bytes of text, an image as 1000 tokens.
struct HistoryLimits {
  int64_t tokens = 32'000;
  size_t bytes = 400'000;
};

}  // namespace hermes::gateway

#endif  // GATEWAY_CONFIG_MODEL_SETTINGS_H_
