#ifndef TESTS_GATEWAY_PROCESS_TURN_FIXTURE_H_
#define TESTS_GATEWAY_PROCESS_TURN_FIXTURE_H_

#include <gtest/gtest.h>

#include <cstdint>
#include <optional>
#include <string>

#include "tests/gateway/http_client.h"
#include "tests/gateway/process/gateway_process.h"
#include "tests/gateway/temp_directory.h"
#include "tests/gateway/upstream_fake/upstream_thread.h"

namespace hermes::gateway {

// Returns the header line with the API's key.
std::string KeyHeader();

// Returns the header line that names the session `id`.
std::string SessionHeader(const std::string& id);

// Returns the body of a chat request with one message, `text`.
std::string ChatBody(const std::string& text, bool stream = false);

// The real gateway in a home of the test's own, with a fake upstream for its
// model. The upstream answers "echo: TEXT [N messages]".
class TurnFixture : public testing::Test {
 protected:
  // Writes config.yaml, with `more_config` at its end, starts a gateway and
  // waits until it is running. Kills the previous one first.
  void Start(const std::string& more_config = "");
  // Kills the gateway, so that it cannot finish its work.
  void Kill();

  HttpResponse Ask(const std::string& text, const std::string& headers = "");
  // Returns the text of the answer, or the status and body of an error.
  static std::string Said(const HttpResponse& response);
  // Sends a chat request that streams its reply, and does not wait for it.
  HttpClient BeginStream(const std::string& text,
                         const std::string& headers = "");
  // Begins a stream of many seconds, and waits for the first of its text.
  HttpClient BeginSlowStream(const std::string& session);

  UpstreamThread upstream_;
  TempDirectory home_;
  std::optional<GatewayProcess> gateway_;
  uint16_t port_ = 0;
};

}  // namespace hermes::gateway

#endif  // TESTS_GATEWAY_PROCESS_TURN_FIXTURE_H_
