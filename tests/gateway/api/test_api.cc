#include "tests/gateway/api/test_api.h"

#include <gtest/gtest.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <chrono>
#include <cstdlib>
#include <thread>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace hermes::gateway::api {
namespace {

namespace json = boost::json;

StorageOptions StorageIn(const TempDirectory& home) {
  StorageOptions options;
  options.home_fd = home.fd();
  return options;
}

}  // namespace

int TestCounts::operator[](const std::string& name) const {
  const std::lock_guard<std::mutex> lock(mutex_);
  const auto found = counts_.find(name);
  return found == counts_.end() ? 0 : found->second;
}

void TestCounts::Count(const std::string& name) {
  const std::lock_guard<std::mutex> lock(mutex_);
  ++counts_[name];
}

TestApi::TestApi(const Settings& settings)
    : options_(settings.options),
      store_(std::make_unique<SqliteSessionStore>(io_, StorageIn(home_))),
      turns_(std::make_unique<TurnRunner>(
          backend_, *store_,
          []() -> boost::asio::awaitable<absl::StatusOr<std::string>> {
            co_return "Be a test.";
          },
          counts_, settings.turns)),
      memory_(settings.memory) {
  Service::Reports reports;
  reports.detailed_health = []() -> boost::asio::awaitable<std::string> {
    co_return R"({"status":"ok"})";
  };
  reports.metrics = [] { return std::string("up 1\n"); };
  service_ = std::make_unique<Service>(
      settings.rules, work_,
      Context{options_, *turns_, *store_, memory_, counts_},
      std::move(reports));
  serving_ = std::make_unique<http::Serving>(io_, *service_, settings.limits);
}

TestApi::~TestApi() {
  OnLoop([this] { turns_->turns().StopAll(StopReason::kDraining); });
  serving_.reset();
}

HttpResponse TestApi::Ask(const std::string& method, const std::string& target,
                          const std::string& body,
                          const std::string& headers) const {
  return Fetch(port(), method, target, kKeyHeader + headers, body);
}

HttpResponse TestApi::Chat(const std::string& text, const std::string& headers,
                           bool stream) const {
  return Ask("POST", "/v1/chat/completions", ChatBody(text, stream), headers);
}

void TestApi::Await(const std::function<bool()>& condition) {
  const auto deadline =
      std::chrono::steady_clock::now() + std::chrono::seconds(30);
  for (bool met = false; !met;) {
    OnLoop([&] { met = condition(); });
    if (met) return;
    if (std::chrono::steady_clock::now() > deadline) {
      ADD_FAILURE() << "what was waited for did not happen";
      return;
    }
    std::this_thread::yield();
  }
}

std::string ChatBody(const std::string& text, bool stream) {
  json::object body;
  body["messages"] =
      json::array{json::object{{"role", "user"}, {"content", text}}};
  if (stream) body["stream"] = true;
  return json::serialize(body);
}

std::string AnswerOf(const HttpResponse& response) {
  boost::system::error_code error;
  const json::value body = json::parse(response.body, error);
  const json::value* const content =
      error ? nullptr : body.find_pointer("/choices/0/message/content", error);
  if (content == nullptr || !content->is_string()) {
    return absl::StrCat("(no answer: ", response.status, " ", response.body,
                        ")");
  }
  return std::string(content->get_string());
}

std::string ErrorCodeOf(const HttpResponse& response) {
  boost::system::error_code error;
  const json::value body = json::parse(response.body, error);
  const json::value* const code =
      error ? nullptr : body.find_pointer("/error/code", error);
  if (code == nullptr || !code->is_string()) {
    return absl::StrCat("(no code: ", response.status, " ", response.body, ")");
  }
  return std::string(code->get_string());
}

std::vector<ServerEvent> EventsOf(const std::string& stream) {
  std::vector<ServerEvent> events;
  for (const std::string& block :
       std::vector<std::string>(absl::StrSplit(stream, "\n\n"))) {
    ServerEvent event;
    std::string data;
    for (const std::string& line :
         std::vector<std::string>(absl::StrSplit(block, '\n'))) {
      if (absl::StartsWith(line, "event: ")) event.type = line.substr(7);
      if (absl::StartsWith(line, "data: ")) data = line.substr(6);
    }
    if (data.empty() || data == "[DONE]") continue;
    boost::system::error_code error;
    event.data = json::parse(data, error);
    EXPECT_FALSE(error) << data;
    if (!error) events.push_back(std::move(event));
  }
  return events;
}

}  // namespace hermes::gateway::api
