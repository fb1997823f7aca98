#include "gateway/api/session_headers.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "gateway/api/error.h"
#include "gateway/http/message.h"
#include "gateway/turn/session_store.h"

namespace hermes::gateway::api {
namespace {

http::Request With(std::optional<std::string> id,
                   std::optional<std::string> key = std::nullopt) {
  http::Request request;
  request.session_id = std::move(id);
  request.session_key = std::move(key);
  return request;
}

SessionName Named(const http::Request& request,
                  const std::string& profile = "default") {
  auto session = NamedSession(request, profile);
  if (const auto* error = std::get_if<Error>(&session)) {
    ADD_FAILURE() << error->message;
    return {};
  }
  return std::get<SessionName>(session);
}

bool IsRefused(const http::Request& request) {
  auto session = NamedSession(request, "default");
  const Error* const error = std::get_if<Error>(&session);
  if (error == nullptr) return false;
  EXPECT_EQ(error->status, 400);
  EXPECT_EQ(error->code, "invalid_header");
  return true;
}

TEST(NamedSessionTest, NamesNoSessionWithoutHeaders) {
  EXPECT_EQ(Named(With({})).id, "");
  EXPECT_EQ(Named(With({})).key, "");
}

TEST(NamedSessionTest, BuildsKeyOfADirectChatWithTheProfile) {
  EXPECT_EQ(Named(With({}, "Alice")).key, "agent:main:api_server:dm:Alice");
  EXPECT_EQ(Named(With({}, "a:b"), "coder").key,
            "agent:coder:api_server:dm:a%3Ab");
}

TEST(NamedSessionTest, PrefersTheIdToTheKey) {
  const SessionName session = Named(With("mine", "Alice"));
  EXPECT_EQ(session.id, "mine");
  EXPECT_EQ(session.key, "");
}

TEST(NamedSessionTest, LimitsIdLengthAndCharacters) {
  EXPECT_FALSE(IsRefused(With(std::string(256, 'i'))));
  EXPECT_FALSE(IsRefused(With("!~")));
  EXPECT_TRUE(IsRefused(With(std::string(257, 'i'))));
  for (const char* id : {"", " ", "a b", "a\tb", "a\x7f", "\xC3\xA4"}) {
    EXPECT_TRUE(IsRefused(With(id))) << id;
  }
  EXPECT_TRUE(IsRefused(With(std::string("a\0", 2))));
}

TEST(NamedSessionTest, LimitsKeyLengthAndCharacters) {
  EXPECT_FALSE(IsRefused(With({}, "a b")));
  EXPECT_TRUE(IsRefused(With({}, std::string(257, 'k'))));
  for (const char* key : {"", "a\nb", "a\rb", "\xC3\xA4"}) {
    EXPECT_TRUE(IsRefused(With({}, key))) << key;
    EXPECT_TRUE(IsRefused(With("mine", key))) << key;
  }
}

TEST(IdempotencyKeyTest, LimitsLengthAndCharacters) {
  http::Request request;
  EXPECT_TRUE(IsIdempotencyKeyValid(request));
  const std::vector<std::pair<std::string, bool>> rows = {
      {"k", true},
      {std::string(256, 'k'), true},
      {std::string(257, 'k'), false},
      {"", false},
      {"\x01", false}};
  for (const auto& [key, valid] : rows) {
    request.idempotency_key = key;
    EXPECT_EQ(IsIdempotencyKeyValid(request), valid) << key;
  }
}

}  // namespace
}  // namespace hermes::gateway::api
