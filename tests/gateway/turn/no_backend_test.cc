#include "gateway/turn/no_backend.h"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <string>
#include <string_view>

#include "gateway/turn/turn_stop.h"

namespace hermes::gateway {
namespace {

namespace asio = boost::asio;

class NoText : public TextSink {
 public:
  asio::awaitable<void> Write(std::string_view text) override {
    ADD_FAILURE() << text;
    co_return;
  }
};

template <typename T>
T Result(asio::awaitable<T> work) {
  asio::io_context io;
  auto future = asio::co_spawn(io, std::move(work), asio::use_future);
  io.run();
  return future.get();
}

TEST(NoBackendTest, FailsEveryTurnAndListsMissingSettings) {
  NoBackend backend("a model is named but no provider");
  NoText sink;
  TurnStop stop;
  const Prompt prompt;
  const BackendResult result = Result(backend.Run(prompt, sink, stop));
  ASSERT_TRUE(result.failure.has_value());
  EXPECT_EQ(result.failure->http_status, 503);
  EXPECT_EQ(result.failure->type, "server_error");
  EXPECT_EQ(result.failure->code, "model_not_configured");
  for (const char* part :
       {"a model is named but no provider", "config.yaml", "base_url",
        "command", "OPENAI_BASE_URL", "HERMES_MODEL"}) {
    EXPECT_NE(result.failure->message.find(part), std::string::npos) << part;
  }
}

TEST(NoBackendTest, CheckReportsWhyThereIsNoBackEnd) {
  NoBackend bare("");
  const BackendHealth health = Result(bare.Check());
  EXPECT_FALSE(health.ok);
  EXPECT_EQ(health.detail, "no back end configured");
  NoBackend named("config.yaml says provider: none");
  EXPECT_EQ(Result(named.Check()).detail,
            "no back end configured: config.yaml says provider: none");
}

}  // namespace
}  // namespace hermes::gateway
