#include "gateway/state/state_record.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <random>

namespace hermes::gateway {
namespace {

namespace json = boost::json;

const WallTime kNow{std::chrono::seconds(1795341600)};

PidRecord Self() {
  PidRecord self;
  self.pid = 7;
  self.argv = {"hermes", "gateway", "run"};
  self.start_time = 42;
  self.hermes_home = "/data";
  return self;
}

json::object Merge(std::string_view previous, const StateUpdate& update = {},
                   bool* corrupt = nullptr) {
  bool ignored = false;
  const std::string text = MergeState(previous, update, Self(), kNow,
                                      corrupt != nullptr ? corrupt : &ignored);
  return json::parse(text).as_object();
}

TEST(StateRecordTest, RecordsWriter) {
  const json::object state = Merge("");
  EXPECT_EQ(state.at("pid"), 7);
  EXPECT_EQ(state.at("kind"), "hermes-gateway");
  EXPECT_EQ(state.at("argv"), (json::array{"hermes", "gateway", "run"}));
  EXPECT_EQ(state.at("start_time").to_number<int>(), 42);
  EXPECT_EQ(state.at("hermes_home"), "/data");
  EXPECT_EQ(state.at("updated_at"), "2026-11-22T10:00:00+00:00");
  EXPECT_EQ(state.at("gateway_state"), "starting");
  EXPECT_TRUE(state.at("exit_reason").is_null());
}

TEST(StateRecordTest, KeepsForeignKeys) {
  const json::object state = Merge(
      R"({"desired_state":"running","updated_at":1790000000,"x":{"y":[1]},
          "platforms":{"telegram":{"state":"connected"}},"pid":1})");
  EXPECT_EQ(state.at("desired_state"), "running");
  EXPECT_EQ(state.at("x").at("y"), json::array{1});
  EXPECT_EQ(state.at("platforms").at("telegram").at("state"), "connected");
  EXPECT_EQ(state.at("pid"), 7);
}

TEST(StateRecordTest, NeverWritesDesiredState) {
  EXPECT_FALSE(Merge("").contains("desired_state"));
}

TEST(StateRecordTest, WritesNameOfEveryState) {
  const std::pair<GatewayState, const char*> names[] = {
      {GatewayState::kStarting, "starting"},
      {GatewayState::kRunning, "running"},
      {GatewayState::kDegraded, "degraded"},
      {GatewayState::kDraining, "draining"},
      {GatewayState::kStopped, "stopped"},
      {GatewayState::kStartupFailed, "startup_failed"}};
  for (const auto& [state, name] : names) {
    StateUpdate update;
    update.state = state;
    EXPECT_EQ(Merge("", update).at("gateway_state"), name);
  }
}

TEST(StateRecordTest, WritesApiEntry) {
  StateUpdate update;
  update.api = ApiPlatform{"connected", "", "", "http://127.0.0.1:1"};
  const json::value api = Merge("", update).at("platforms").at("api_server");
  EXPECT_EQ(api.at("state"), "connected");
  EXPECT_TRUE(api.at("error_code").is_null());
  EXPECT_EQ(api.at("listener_base"), "http://127.0.0.1:1");
  EXPECT_EQ(api.at("writer_pid"), 7);
}

TEST(StateRecordTest, WritesWorkInProgress) {
  StateUpdate update;
  update.active_work = 1;
  update.work = {{"chat", "agent:main:telegram:dm:77", 3.21}};
  const json::object state =
      Merge(R"({"active_work":[{"kind":"old"},{"kind":"older"}]})", update);
  EXPECT_EQ(state.at("active_agents"), 1);
  EXPECT_EQ(state.at("active_work"),
            (json::array{json::object{{"kind", "chat"},
                                      {"session", "agent:main:telegram:dm:77"},
                                      {"pid", 7},
                                      {"elapsed_s", 3.2}}}));
  EXPECT_TRUE(Merge("").at("active_work").as_array().empty());
}

TEST(StateRecordTest, LimitsListOfWork) {
  StateUpdate update;
  update.work.resize(10000, {"chat", "s", 1});
  EXPECT_EQ(Merge("", update).at("active_work").as_array().size(), 32u);
}

TEST(StateRecordTest, WritesSessionStoreStatus) {
  const std::pair<SessionStoreStatus, const char*> names[] = {
      {SessionStoreStatus::kUnknown, "unknown"},
      {SessionStoreStatus::kOk, "ok"},
      {SessionStoreStatus::kUnavailable, "unavailable"},
      {SessionStoreStatus::kRetrying, "retrying"}};
  for (const auto& [status, name] : names) {
    StateUpdate update;
    update.session_store = status;
    EXPECT_EQ(Merge("", update).at("session_store"),
              (json::object{{"status", name}}));
  }
}

TEST(StateRecordTest, RemovesEntryOfApiThatIsOff) {
  const json::object state =
      Merge(R"({"platforms":{"api_server":{"state":"connected"}}})");
  EXPECT_FALSE(state.at("platforms").as_object().contains("api_server"));
}

TEST(StateRecordTest, TreatsCorruptTextAsEmptyAndReportsIt) {
  for (const char* text : {"{", "[]", "null", "\xff", R"({"a":1}x)"}) {
    bool corrupt = false;
    EXPECT_EQ(Merge(text, {}, &corrupt).at("pid"), 7) << text;
    EXPECT_TRUE(corrupt) << text;
  }
  bool corrupt = false;
  Merge("", {}, &corrupt);
  EXPECT_FALSE(corrupt);
}

TEST(StateRecordTest, SurvivesRandomBytes) {
  std::mt19937 random(99);
  const std::string base =
      R"({"desired_state":"running","platforms":{"a":{}},"start_time":1e9})";
  for (int round = 0; round < 5000; ++round) {
    std::string text = base;
    for (int flips = 0; flips < 4; ++flips) {
      text[random() % text.size()] = static_cast<char>(random());
    }
    text.resize(random() % (text.size() + 1));
    ASSERT_EQ(Merge(text).at("gateway_state"), "starting");
  }
}

}  // namespace
}  // namespace hermes::gateway
