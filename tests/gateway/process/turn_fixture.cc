#include "tests/gateway/process/turn_fixture.h"

#include <signal.h>

#include <boost/json.hpp>

#include "absl/strings/str_cat.h"

namespace hermes::gateway {
namespace {

constexpr char kChat[] = "/v1/chat/completions";

// A script that makes the fake upstream send "xxxx" repeatedly and slowly.
constexpr char kSlow[] = R"({"tokens":2000,"delay_ms":20})";

}  // namespace

std::string KeyHeader() {
  return absl::StrCat("Authorization: Bearer ", kTestKey, "\r\n");
}

std::string SessionHeader(const std::string& id) {
  return absl::StrCat("X-Hermes-Session-Id: ", id, "\r\n");
}

std::string ChatBody(const std::string& text, bool stream) {
  return boost::json::serialize(boost::json::object{
      {"stream", stream},
      {"messages", {{{"role", "user"}, {"content", text}}}}});
}

void TurnFixture::Start(const std::string& more_config) {
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

void TurnFixture::Kill() {
  gateway_->Signal(SIGKILL);
  ASSERT_EQ(gateway_->Wait(), 128 + SIGKILL);
}

HttpResponse TurnFixture::Ask(const std::string& text,
                              const std::string& headers) {
  return Fetch(port_, "POST", kChat, KeyHeader() + headers, ChatBody(text));
}

std::string TurnFixture::Said(const HttpResponse& response) {
  if (response.status != 200) {
    return absl::StrCat(response.status, ": ", response.body);
  }
  return std::string(boost::json::parse(response.body)
                         .at("choices")
                         .at(0)
                         .at("message")
                         .at("content")
                         .as_string());
}

HttpClient TurnFixture::BeginStream(const std::string& text,
                                    const std::string& headers) {
  HttpClient client(port_);
  const std::string body = ChatBody(text, true);
  client.Send(absl::StrCat("POST ", kChat, " HTTP/1.1\r\nHost: x\r\n",
                           KeyHeader(), headers,
                           "Content-Length: ", body.size(), "\r\n\r\n", body));
  return client;
}

HttpClient TurnFixture::BeginSlowStream(const std::string& session) {
  HttpClient client = BeginStream(kSlow, SessionHeader(session));
  EXPECT_TRUE(client.WaitFor("xxxx"));
  return client;
}

}  // namespace hermes::gateway
