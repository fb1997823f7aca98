#ifndef TESTS_GATEWAY_API_TEST_API_H_
#define TESTS_GATEWAY_API_TEST_API_H_

#include <boost/asio/io_context.hpp>
#include <boost/json/value.hpp>
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "gateway/api/context.h"
#include "gateway/api/idempotency.h"
#include "gateway/api/observer.h"
#include "gateway/api/route.h"
#include "gateway/api/service.h"
#include "gateway/http/connection.h"
#include "gateway/session/sqlite_session_store.h"
#include "gateway/turn/turn_observer.h"
#include "gateway/turn/turn_runner.h"
#include "gateway/turn/work_tracker.h"
#include "tests/gateway/http/serving.h"
#include "tests/gateway/http_client.h"
#include "tests/gateway/temp_directory.h"
#include "tests/gateway/turn/scripted_backend.h"

namespace hermes::gateway::api {

inline constexpr char kTestKey[] = "0123456789abcdef";
// The header that a client with the key sends.
inline constexpr char kKeyHeader[] =
    "Authorization: Bearer 0123456789abcdef\r\n";

// Counts events by name. Thread-safe.
class TestCounts : public TurnObserver, public Observer {
 public:
  int operator[](const std::string& name) const;

  void TurnStarted() override { Count("turn started"); }
  void FirstText(std::chrono::nanoseconds /*after*/) override {
    Count("first text");
  }
  void TurnEnded(const std::string& outcome, std::chrono::nanoseconds /*after*/,
                 const std::optional<Usage>& /*usage*/) override {
    Count("turn " + outcome);
  }
  void BackendFailed(const std::string& code) override {
    Count("back end failed " + code);
  }
  void StoreWorks(bool works) override {
    Count(works ? "store works" : "store fails");
  }
  void RequestAnswered(const char* route, int status) override {
    Count(std::string(route) + " " + std::to_string(status));
  }
  void ErrorAnswered(const std::string& code) override {
    Count("error " + code);
  }
  void StreamOpened() override { Count("stream opened"); }
  void StreamClosed() override { Count("stream closed"); }

 private:
  void Count(const std::string& name);

  mutable std::mutex mutex_;
  std::map<std::string, int> counts_;
};

// The whole API on a real socket, with a scripted back end and a real store in
// a temporary directory.
class TestApi {
 public:
  struct Settings {
    AccessRules rules{
        kTestKey, {"https://ok"}, MetricsAccess::kLoopback, "default"};
    Options options;
    TurnRunner::Settings turns;
    IdempotencyMemory::Settings memory;
    http::Limits limits;
  };
  TestApi() : TestApi(Settings()) {}
  explicit TestApi(const Settings& settings);
  ~TestApi();

  uint16_t port() const { return serving_->port(); }
  ScriptedBackend& backend() { return backend_; }
  const TestCounts& counts() const { return counts_; }
  const TempDirectory& home() const { return home_; }
  void OnLoop(const std::function<void()>& task) { serving_->OnLoop(task); }
  WorkTracker& work() { return work_; }            // on the loop
  TurnRunner& turns() { return *turns_; }          // on the loop
  IdempotencyMemory& memory() { return memory_; }  // on the loop

  // Sends one request with the key, on its own connection.
  HttpResponse Ask(const std::string& method, const std::string& target,
                   const std::string& body = "",
                   const std::string& headers = "") const;
  // Requests a chat completion of one message.
  HttpResponse Chat(const std::string& text, const std::string& headers = "",
                    bool stream = false) const;

  // Waits until `condition`, evaluated on the loop, is true.
  void Await(const std::function<bool()>& condition);

 private:
  boost::asio::io_context io_{1};
  TempDirectory home_;
  WorkTracker work_;
  TestCounts counts_;
  ScriptedBackend backend_;
  const Options options_;
  std::unique_ptr<SqliteSessionStore> store_;
  std::unique_ptr<TurnRunner> turns_;
  IdempotencyMemory memory_;
  std::unique_ptr<Service> service_;
  std::unique_ptr<http::Serving> serving_;
};

// Returns the body of a request for a chat completion of one user message.
std::string ChatBody(const std::string& text, bool stream = false);
// Returns the text of a chat completion.
std::string AnswerOf(const HttpResponse& response);
// Returns the code of an error response.
std::string ErrorCodeOf(const HttpResponse& response);

struct ServerEvent {
  std::string type;  // "" if it has no name
  boost::json::value data;
};
// Returns the events of an event stream, without its comments and [DONE]. Every
// event must be JSON.
std::vector<ServerEvent> EventsOf(const std::string& stream);

}  // namespace hermes::gateway::api

#endif  // TESTS_GATEWAY_API_TEST_API_H_
