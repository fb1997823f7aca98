#include <gtest/gtest.h>
#include <openssl/ssl.h>

#include <atomic>
#include <chrono>
#include <string>

#include "absl/strings/str_cat.h"
#include "gateway/turn/backend.h"
#include "gateway/upstream/tls_context.h"
#include "tests/gateway/upstream/certificates.h"
#include "tests/gateway/upstream/scripted_server.h"
#include "tests/gateway/upstream/turn_driver.h"

namespace hermes::gateway::upstream {
namespace {

class TlsTest : public testing::Test {
 protected:
  static void SetUpTestSuite() { certificates_ = new Certificates; }
  static void TearDownTestSuite() {
    delete certificates_;
    certificates_ = nullptr;
  }

  // Runs a turn at `host`, whose certificate is `name`. Returns the failure's
  // message, or "" if the turn succeeds.
  static std::string TurnAt(const std::string& host, const std::string& name,
                            const std::string& authority = "ca",
                            int max_version = 0) {
    const SslContextPointer context = certificates_->Server(name);
    if (max_version != 0) {
      SSL_CTX_set_max_proto_version(context.get(), max_version);
      SSL_CTX_set_min_proto_version(context.get(), TLS1_VERSION);
      SSL_CTX_set_security_level(context.get(), 0);
    }
    const ScriptedServer server(Answer, context.get());
    TurnDriver driver(absl::StrCat("https://", host, ":", server.port()));
    driver.files.ca_certificates = certificates_->Path(authority + ".pem");
    const BackendResult result = driver.Run();
    EXPECT_EQ(driver.text.all(), result.failure ? "" : "hi");
    return result.failure ? result.failure->message : "";
  }

  static void Answer(ServedConnection& connection, int /*number*/) {
    while (!connection.ReadRequest().empty()) {
      connection.Send(StreamHead() + Chunk(TextEvent("hi")));
      connection.Send(Chunk(StopEvent() + DoneEvent()) + LastChunk());
    }
  }

  static Certificates* certificates_;
};
Certificates* TlsTest::certificates_ = nullptr;

bool Has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST_F(TlsTest, AcceptsTheRightName) {
  EXPECT_EQ(TurnAt("localhost", "name"), "");
}

TEST_F(TlsTest, AcceptsTheRightAddress) {
  EXPECT_EQ(TurnAt("127.0.0.1", "address"), "");
}

TEST_F(TlsTest, AcceptsTls12) {
  EXPECT_EQ(TurnAt("localhost", "name", "ca", TLS1_2_VERSION), "");
  const std::string failure = TurnAt("localhost", "name", "ca", TLS1_1_VERSION);
  EXPECT_TRUE(Has(failure, "The secure connection")) << failure;
}

TEST_F(TlsTest, RefusesAWrongName) {
  const std::string failure = TurnAt("localhost", "wrong");
  EXPECT_TRUE(Has(failure, "certificate not accepted")) << failure;
  EXPECT_TRUE(Has(failure, "ostname mismatch")) << failure;
}

TEST_F(TlsTest, RefusesANameForAnAddress) {
  const std::string failure = TurnAt("127.0.0.1", "name");
  EXPECT_TRUE(Has(failure, "IP address mismatch")) << failure;
}

TEST_F(TlsTest, RefusesAnUnknownAuthority) {
  const std::string failure = TurnAt("localhost", "name", "other");
  EXPECT_TRUE(Has(failure, "certificate not accepted")) << failure;
}

TEST_F(TlsTest, RefusesAnExpiredCertificate) {
  const std::string failure = TurnAt("localhost", "expired");
  EXPECT_TRUE(Has(failure, "certificate has expired")) << failure;
}

TEST_F(TlsTest, ReportsMissingAuthorities) {
  const std::string failure = TurnAt("localhost", "name", "none");
  EXPECT_TRUE(Has(failure, "none.pem cannot be read")) << failure;
  EXPECT_TRUE(Has(failure, "SSL_CERT_FILE")) << failure;
}

TEST_F(TlsTest, ReportsAServerWithoutTls) {
  const ScriptedServer server([](ServedConnection& connection, int) {
    connection.Send("HTTP/1.1 400 Bad Request\r\n\r\n");
    connection.WaitClosed();
  });
  TurnDriver driver(absl::StrCat("https://localhost:", server.port()));
  driver.files.ca_certificates = certificates_->Path("ca.pem");
  const BackendResult result = driver.Run();
  ASSERT_TRUE(result.failure.has_value());
  EXPECT_TRUE(Has(result.failure->message, "The secure connection"))
      << result.failure->message;
}

TEST_F(TlsTest, SendsTheServerName) {
  const SslContextPointer context = certificates_->Server("name");
  std::string name;
  SSL_CTX_set_tlsext_servername_arg(context.get(), &name);
  SSL_CTX_set_tlsext_servername_callback(
      context.get(), +[](SSL* ssl, int* /*alert*/, void* told) {
        const char* const asked =
            SSL_get_servername(ssl, TLSEXT_NAMETYPE_host_name);
        if (asked != nullptr) *static_cast<std::string*>(told) = asked;
        return SSL_TLSEXT_ERR_OK;
      });
  const ScriptedServer server(Answer, context.get());
  TurnDriver driver(absl::StrCat("https://localhost:", server.port()));
  driver.files.ca_certificates = certificates_->Path("ca.pem");
  EXPECT_FALSE(driver.Run().failure.has_value());
  EXPECT_EQ(name, "localhost");
}

TEST_F(TlsTest, ReusesTheConnection) {
  const SslContextPointer context = certificates_->Server("name");
  const ScriptedServer server(Answer, context.get());
  TurnDriver driver(absl::StrCat("https://localhost:", server.port()));
  driver.files.ca_certificates = certificates_->Path("ca.pem");
  for (int i = 0; i < 3; ++i) EXPECT_FALSE(driver.Run().failure.has_value());
  EXPECT_EQ(server.connections(), 1);
}

// More bytes than one read takes: the client must not wait for bytes that
// OpenSSL has already decrypted.
TEST_F(TlsTest, ReadsLargeBurstsCompletely) {
  const SslContextPointer context = certificates_->Server("name");
  const std::string text(900'000, 'x');
  const ScriptedServer server(
      [&](ServedConnection& connection, int) {
        const std::string request = connection.ReadRequest();
        connection.Send(StreamHead() + Chunk(TextEvent(text)) +
                        Chunk(TextEvent(text)) +
                        Chunk(StopEvent() + DoneEvent()) + LastChunk());
        connection.WaitClosed();
      },
      context.get());
  TurnDriver driver(absl::StrCat("https://localhost:", server.port()));
  driver.files.ca_certificates = certificates_->Path("ca.pem");
  driver.prompt.messages[0].parts[0].value = std::string(2'000'000, 'y');
  EXPECT_FALSE(driver.Run().failure.has_value());
  EXPECT_EQ(driver.text.all().size(), 2 * text.size());
}

TEST_F(TlsTest, StopEndsAPendingHandshake) {
  TurnDriver* stopped = nullptr;
  std::atomic<bool> closed{false};
  const ScriptedServer server([&](ServedConnection& connection, int) {
    stopped->StopTurn();  // without sending a byte
    closed = connection.WaitClosed();
  });
  TurnDriver driver(absl::StrCat("https://localhost:", server.port()));
  driver.files.ca_certificates = certificates_->Path("ca.pem");
  stopped = &driver;
  EXPECT_TRUE(driver.Run().failure.has_value());
}

TEST_F(TlsTest, ReportsAHangingHandshakeAsATimeout) {
  const ScriptedServer server(
      [](ServedConnection& connection, int) { connection.WaitClosed(); });
  TurnDriver driver(absl::StrCat("https://localhost:", server.port()));
  driver.files.ca_certificates = certificates_->Path("ca.pem");
  driver.settings.connect_timeout = std::chrono::milliseconds(200);
  const BackendResult result = driver.Run();
  ASSERT_TRUE(result.failure.has_value());
  EXPECT_EQ(result.failure->message,
            "The upstream accepted no connection within 0.2 s.");
}

}  // namespace
}  // namespace hermes::gateway::upstream
