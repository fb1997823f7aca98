// The real binary, a single static file, and an upstream with TLS: the system's
// certificate authorities are found and trusted.
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "gateway/upstream/tls_context.h"
#include "tests/gateway/http_client.h"
#include "tests/gateway/process/gateway_process.h"
#include "tests/gateway/temp_directory.h"
#include "tests/gateway/upstream/certificates.h"
#include "tests/gateway/upstream/scripted_server.h"

namespace hermes::gateway {
namespace {

class TlsProcessTest : public testing::Test {
 protected:
  static void Answer(upstream::ServedConnection& connection, int /*number*/) {
    while (!connection.ReadRequest().empty()) {
      connection.Send(upstream::StreamHead() +
                      upstream::Chunk(upstream::TextEvent("hi")));
      connection.Send(
          upstream::Chunk(upstream::StopEvent() + upstream::DoneEvent()) +
          upstream::LastChunk());
    }
  }

  // Returns the reply to a turn if only `authority` is trusted.
  HttpResponse AskBelieving(const std::string& authority) {
    Launch launch;
    launch.environment = {
        {"API_SERVER_KEY", kTestKey},
        {"HERMES_MODEL", "m"},
        {"OPENAI_API_KEY", "sk-of-the-upstream"},
        {"OPENAI_BASE_URL",
         absl::StrCat("https://localhost:", server_.port(), "/v1")},
        {"SSL_CERT_FILE", certificates_.Path(authority + ".pem")}};
    const GatewayProcess gateway(home_, launch);
    EXPECT_TRUE(gateway.WaitForState("running")) << gateway.Err();
    return Fetch(gateway.Port(), "POST", "/v1/chat/completions",
                 absl::StrCat("Authorization: Bearer ", kTestKey, "\r\n"),
                 R"({"messages":[{"role":"user","content":"hello"}]})");
  }

  const TempDirectory home_;
  const upstream::Certificates certificates_;
  const upstream::SslContextPointer context_ = certificates_.Server("name");
  const upstream::ScriptedServer server_{Answer, context_.get()};
};

TEST_F(TlsProcessTest, AcceptsUpstreamOfKnownAuthority) {
  const HttpResponse response = AskBelieving("ca");
  EXPECT_EQ(response.status, 200) << response.body;
  EXPECT_NE(response.body.find("\"content\":\"hi\""), std::string::npos)
      << response.body;
}

TEST_F(TlsProcessTest, RejectsUpstreamOfUnknownAuthority) {
  const HttpResponse response = AskBelieving("other");
  EXPECT_EQ(response.status, 502);
  EXPECT_NE(response.body.find("certificate not accepted"), std::string::npos)
      << response.body;
}

}  // namespace
}  // namespace hermes::gateway
