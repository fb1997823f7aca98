// `hermes sessions` and the gateway's own pruning, with the real binary.
#include <gtest/gtest.h>
#include <signal.h>

#include <boost/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gateway/session/sqlite_connection.h"
#include "tests/gateway/http_client.h"
#include "tests/gateway/process/gateway_process.h"
#include "tests/gateway/temp_directory.h"
#include "tests/gateway/upstream_fake/upstream_thread.h"

namespace hermes::gateway {
namespace {

constexpr int kDone = 0;
constexpr int kUsage = 64;
constexpr int kTryLater = 75;

// A script of the fake upstream that says "xxxx" again and again, slowly.
constexpr char kSlow[] = R"({"tokens":2000,"delay_ms":20})";

std::string Chat(const std::string& text, bool stream = false) {
  return boost::json::serialize(boost::json::object{
      {"stream", stream},
      {"messages", {{{"role", "user"}, {"content", text}}}}});
}

std::string Headers(const std::string& session) {
  return absl::StrCat("Authorization: Bearer ", kTestKey,
                      "\r\nX-Hermes-Session-Id: ", session, "\r\n");
}

class SessionsProcessTest : public testing::Test {
 protected:
  void Start(const std::string& more_config = "") {
    home_.Write(
        "config.yaml",
        absl::StrCat("model: {provider: custom, base_url: \"",
                     upstream_.base_url(), "\", model: m}\n", more_config));
    Launch launch;
    launch.environment = {{"API_SERVER_KEY", kTestKey}};
    gateway_.emplace(home_, launch);
    ASSERT_TRUE(gateway_->WaitForState("running"));
    port_ = gateway_->Port();
  }

  std::string Ask(const std::string& session, const std::string& text) {
    const HttpResponse response = Fetch(port_, "POST", "/v1/chat/completions",
                                        Headers(session), Chat(text));
    if (response.status != 200) return response.body;
    return std::string(boost::json::parse(response.body)
                           .at("choices")
                           .at(0)
                           .at("message")
                           .at("content")
                           .as_string());
  }

  // The exit code of `hermes sessions ARGS`, and what it printed.
  std::pair<int, std::string> Sessions(const std::vector<std::string>& args) {
    Launch launch;
    launch.args = {"sessions"};
    launch.args.insert(launch.args.end(), args.begin(), args.end());
    GatewayProcess verb(home_, launch);
    const int code = verb.Wait();
    return {code, verb.Out()};
  }

  bool Lists(const std::string& id) {
    const auto [code, out] = Sessions({"list", "--json"});
    EXPECT_EQ(code, kDone);
    const auto document = boost::json::parse(out);
    for (const auto& session : document.at("sessions").as_array()) {
      if (session.at("id").as_string() == id) return true;
    }
    return false;
  }

  // Sessions "old" and "new", of which the first was used two days ago; the
  // gateway has been killed.
  void LeaveAnOldSession() {
    Start();
    EXPECT_EQ(Ask("old", "one"), "echo: one [2 messages]");
    EXPECT_EQ(Ask("new", "one"), "echo: one [2 messages]");
    gateway_->Signal(SIGKILL);
    gateway_->Wait();
    const auto database =
        SqliteConnection::Open(home_.Path("gateway.db"), 1000);
    ASSERT_TRUE(database.ok()) << database.status();
    ASSERT_TRUE((*database)
                    ->Execute("UPDATE sessions SET updated_at = updated_at -"
                              " 172800 WHERE id = 'old'")
                    .ok());
  }

  UpstreamThread upstream_;
  TempDirectory home_;
  std::optional<GatewayProcess> gateway_;
  uint16_t port_ = 0;
};

TEST_F(SessionsProcessTest, DeletesBesideARunningGateway) {
  Start();
  EXPECT_EQ(Ask("talk", "one"), "echo: one [2 messages]");
  EXPECT_EQ(Ask("talk", "two"), "echo: two [4 messages]");
  EXPECT_TRUE(Lists("talk"));
  EXPECT_EQ(Sessions({"delete", "talk"}).first, kUsage);
  EXPECT_EQ(Sessions({"delete", "talk", "--dry-run"}).first, kDone);
  EXPECT_TRUE(Lists("talk"));
  EXPECT_EQ(Sessions({"delete", "talk", "-y"}).first, kDone);
  EXPECT_FALSE(Lists("talk"));
  EXPECT_EQ(Sessions({"delete", "talk", "-y"}).first, kUsage);
  EXPECT_EQ(Ask("talk", "three"), "echo: three [2 messages]");
}

TEST_F(SessionsProcessTest, DoesNotDeleteASessionWithATurnInProgress) {
  Start();
  HttpClient client(port_);
  const std::string body = Chat(kSlow, true);
  client.Send(absl::StrCat("POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\n",
                           Headers("talk"), "Content-Length: ", body.size(),
                           "\r\n\r\n", body));
  ASSERT_TRUE(client.WaitFor("xxxx"));
  EXPECT_EQ(Sessions({"delete", "talk", "-y"}).first, kTryLater);
  EXPECT_TRUE(Lists("talk"));
}

TEST_F(SessionsProcessTest, GatewayPrunesByAgeAndCount) {
  for (const char* limit :
       {"session_max_age_days: 1", "session_max_count: 1"}) {
    LeaveAnOldSession();
    Start(absl::StrCat("gateway: {", limit, "}\n"));
    EXPECT_TRUE(Eventually([this] { return !Lists("old"); })) << limit;
    // What was acknowledged within the retention is there.
    EXPECT_EQ(Ask("new", "two"), "echo: two [4 messages]") << limit;
    EXPECT_EQ(Ask("old", "two"), "echo: two [2 messages]") << limit;
    gateway_->Signal(SIGKILL);
    gateway_->Wait();
    EXPECT_EQ(Sessions({"delete", "old", "new", "-y"}).first, kDone);
  }
}

TEST_F(SessionsProcessTest, PruneWorksWithoutAGatewayAndVacuums) {
  LeaveAnOldSession();
  const auto [dry, text] = Sessions({"prune", "--max-age-days=1", "--dry-run"});
  EXPECT_EQ(dry, kDone);
  EXPECT_NE(text.find("would prune session old"), std::string::npos) << text;
  EXPECT_TRUE(Lists("old"));
  EXPECT_EQ(Sessions({"prune", "--max-age-days=1"}).first, kUsage);
  EXPECT_EQ(Sessions({"prune", "--max-age-days=1", "-y", "--vacuum"}).first,
            kDone);
  EXPECT_FALSE(Lists("old"));
  EXPECT_TRUE(Lists("new"));
}

}  // namespace
}  // namespace hermes::gateway
