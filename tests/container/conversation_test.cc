// Tests of a conversation with the gateway in a container whose upstream is
// another container, found by Docker's DNS.
#include <stdlib.h>

#include <regex>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/container/docker_container.h"
#include "tests/container/docker_network.h"
#include "tests/container/guest_program.h"
#include "tests/container/http_get.h"
#include "tests/container/http_stream.h"
#include "tests/container/program.h"
#include "tests/process/poll.h"

namespace hermes::fixture {
namespace {

using Strings = std::vector<std::string>;

constexpr char kKey[] = "key-of-the-conversation-test";
constexpr char kUpstreamKey[] = "key-of-the-upstream";
// A port in the upstream's own container.
constexpr char kUpstreamPort[] = "8080";

Strings operator+(Strings first, const Strings& second) {
  first.insert(first.end(), second.begin(), second.end());
  return first;
}

// Returns `text` as a JSON string. `text` may contain quotes but no other
// character that JSON escapes.
std::string Quoted(const std::string& text) {
  return "\"" + std::regex_replace(text, std::regex("\""), "\\\"") + "\"";
}

std::string ChatBody(const std::string& message, bool stream) {
  return std::string("{\"model\":\"hermes-agent\",\"stream\":") +
         (stream ? "true" : "false") +
         ",\"messages\":[{\"role\":\"user\",\"content\":" + Quoted(message) +
         "}]}";
}

class ConversationTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(gateway_.WaitForHealth()) << gateway_.Logs().err;
    ASSERT_TRUE(WaitUntil([this] { return Upstream("/stats").status == 200; }))
        << upstream_.Logs().err;
  }

  HttpStream Chat(const std::string& message, bool stream) const {
    return HttpStream(gateway_.Port(), "/v1/chat/completions",
                      std::string("Authorization: Bearer ") + kKey +
                          "\r\nContent-Type: application/json\r\n"
                          "X-Hermes-Session-Id: the-conversation\r\n",
                      ChatBody(message, stream));
  }
  // Returns how many messages the upstream reports to have received with
  // `message`; -1 if it does not reply.
  int MessagesOf(const std::string& message) const {
    HttpStream chat = Chat(message, false);
    chat.WaitForEnd();
    std::smatch found;
    const std::string& answer = chat.received();
    const std::regex echo("echo: " + message + R"( \[(\d+) messages\])");
    if (!std::regex_search(answer, found, echo)) {
      ADD_FAILURE() << answer << gateway_.Logs().err;
      return -1;
    }
    return std::stoi(found[1]);
  }
  HttpReply Upstream(const std::string& path) const {
    const std::string published =
        Docker({"port", upstream_.id(), kUpstreamPort}).out;
    return HttpGet(atoi(published.c_str() + published.find(':') + 1), path);
  }
  bool WaitForStats(const std::string& part) const {
    return WaitUntil([&] {
      return Upstream("/stats").body.find(part) != std::string::npos;
    });
  }

  const DockerNetwork network_;
  const DockerContainer upstream_{
      network_.Joined("upstream") +
          Strings{"-v", ProgramOfTest("FAKE_UPSTREAM") + ":/fake_upstream:ro",
                  "-e", std::string("FAKE_UPSTREAM_KEY=") + kUpstreamKey, "-p",
                  std::string("127.0.0.1::") + kUpstreamPort},
      {"/fake_upstream", "--host=0.0.0.0",
       std::string("--port=") + kUpstreamPort}};
  const DockerContainer gateway_{
      network_.Joined("gateway") + Published() +
          Strings{"-e",
                  std::string("OPENAI_BASE_URL=http://upstream:") +
                      kUpstreamPort + "/v1",
                  "-e", std::string("OPENAI_API_KEY=") + kUpstreamKey, "-e",
                  "HERMES_MODEL=fake-model", "-e",
                  std::string("API_SERVER_KEY=") + kKey},
      {"gateway", "run"}};
};

TEST_F(ConversationTest, StreamsAnswerBeforeItIsComplete) {
  // The upstream sends nothing after its first token.
  HttpStream chat =
      Chat(R"({"say":"onetwosix","token_bytes":3,"hang_after":1})", true);
  EXPECT_TRUE(chat.WaitFor("\"content\":\"one\"")) << chat.received();
  EXPECT_NE(chat.received().find("text/event-stream"), std::string::npos);
  EXPECT_EQ(chat.received().find("[DONE]"), std::string::npos);
}

TEST_F(ConversationTest, EndsStreamWithDone) {
  HttpStream chat = Chat("hello", true);
  EXPECT_TRUE(chat.WaitFor("data: [DONE]")) << chat.received();
  EXPECT_TRUE(chat.WaitForEnd());
}

TEST_F(ConversationTest, StopsUpstreamWhenClientDisconnects) {
  {
    HttpStream chat = Chat(R"({"tokens":9,"hang_after":1})", true);
    ASSERT_TRUE(chat.WaitFor("\"content\":\"xxxx\"")) << chat.received();
    ASSERT_TRUE(WaitForStats("\"streams\":1,"));
  }
  EXPECT_TRUE(WaitForStats("\"closed_early\":1")) << Upstream("/stats").body;
}

TEST_F(ConversationTest, KeepsConversationAcrossRestart) {
  const int first = MessagesOf("one");
  ASSERT_EQ(Docker({"restart", "-t", "60", gateway_.id()}).exit_code, 0);
  ASSERT_TRUE(gateway_.WaitForHealth()) << gateway_.Logs().err;
  EXPECT_EQ(MessagesOf("two"), first + 2);
}

TEST_F(ConversationTest, KeepsConversationAcrossKill) {
  const int first = MessagesOf("one");
  ASSERT_EQ(gateway_.Signal("KILL").exit_code, 0);
  ASSERT_EQ(gateway_.Wait(), 137);
  ASSERT_EQ(Docker({"start", gateway_.id()}).exit_code, 0);
  ASSERT_TRUE(gateway_.WaitForHealth()) << gateway_.Logs().err;
  EXPECT_EQ(MessagesOf("two"), first + 2);
}

TEST_F(ConversationTest, KeepsEarlierMessagesIfKilledDuringAnswer) {
  const int first = MessagesOf("one");
  HttpStream chat = Chat(R"({"tokens":9,"hang_after":1})", true);
  ASSERT_TRUE(chat.WaitFor("\"content\":\"xxxx\"")) << chat.received();
  ASSERT_EQ(gateway_.Signal("KILL").exit_code, 0);
  ASSERT_EQ(gateway_.Wait(), 137);
  ASSERT_EQ(Docker({"start", gateway_.id()}).exit_code, 0);
  ASSERT_TRUE(gateway_.WaitForHealth()) << gateway_.Logs().err;
  // The question that was not answered may or may not have been kept.
  EXPECT_GE(MessagesOf("two"), first + 2);
}

TEST_F(ConversationTest, KeepsBothKeysOutOfLogs) {
  MessagesOf("one");
  const Output logs = gateway_.Logs();
  for (const char* key : {kKey, kUpstreamKey}) {
    EXPECT_EQ((logs.out + logs.err).find(key), std::string::npos);
  }
}

}  // namespace
}  // namespace hermes::fixture
