#include "gateway/dashboard/view/log_query.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <string>
#include <variant>

#include "gateway/http/message.h"
#include "gateway/http/query.h"
#include "gateway/logging/secret_list.h"
#include "tests/gateway/temp_directory.h"

namespace hermes::gateway::dashboard {
namespace {

class LogQueryTest : public testing::Test {
 protected:
  LogQueryTest() {
    for (const char* directory : {"profiles", "profiles/coder"}) {
      EXPECT_EQ(mkdir(root_.Path(directory).c_str(), 0700), 0);
    }
    root_.Write("profiles/coder/SOUL.md", "");
  }

  LogQuery Read(const std::string& query) {
    const auto read =
        ReadLogQuery(http::ParseTarget("/api/logs" + query), root_.path());
    const LogQuery* found = std::get_if<LogQuery>(&read);
    EXPECT_NE(found, nullptr) << query;
    return found == nullptr ? LogQuery() : *found;
  }
  int StatusOf(const std::string& query) {
    const auto read =
        ReadLogQuery(http::ParseTarget("/api/logs" + query), root_.path());
    const http::Response* refusal = std::get_if<http::Response>(&read);
    return refusal == nullptr ? 200 : refusal->status;
  }

  const TempDirectory root_;
};

TEST_F(LogQueryTest, DefaultsToCurrentLogOfDefaultProfile) {
  const LogQuery query = Read("");
  EXPECT_EQ(query.path, root_.Path("logs/gateways/default/current"));
  EXPECT_EQ(query.lines, 200u);
  EXPECT_FALSE(query.follow);
}

TEST_F(LogQueryTest, ReadsEveryParameter) {
  const LogQuery query = Read("?profile=coder&file=errors&lines=2000&follow=1");
  EXPECT_EQ(query.path, root_.Path("profiles/coder/logs/errors.log"));
  EXPECT_EQ(query.lines, kMostLogLines);
  EXPECT_TRUE(query.follow);
  EXPECT_EQ(Read("?lines=0").lines, 0u);
  EXPECT_FALSE(Read("?follow=0").follow);
}

struct Wrong {
  const char* name;
  const char* query;
  int status;
};

class WrongLogQueryTest : public LogQueryTest,
                          public testing::WithParamInterface<Wrong> {};

TEST_P(WrongLogQueryTest, RefusesInvalidParameter) {
  EXPECT_EQ(StatusOf(GetParam().query), GetParam().status);
}

INSTANTIATE_TEST_SUITE_P(
    Table, WrongLogQueryTest,
    testing::Values(Wrong{"NoSuchProfile", "?profile=ghost", 404},
                    Wrong{"PathAsProfile", "?profile=../coder", 404},
                    Wrong{"EscapedPathAsProfile", "?profile=%2e%2e%2fcoder",
                          404},
                    Wrong{"EmptyProfile", "?profile=", 404},
                    Wrong{"NoSuchFile", "?file=env", 400},
                    Wrong{"PathAsFile", "?file=../.env", 400},
                    Wrong{"TooManyLines", "?lines=2001", 400},
                    Wrong{"NegativeLines", "?lines=-1", 400},
                    Wrong{"LinesIsNotANumber", "?lines=all", 400},
                    Wrong{"FollowIsNotASwitch", "?follow=maybe", 400}),
    [](const testing::TestParamInfo<Wrong>& i) { return i.param.name; });

TEST(LinesDocumentTest, MasksSecretsAndEscapesControlCharacters) {
  SecretList secrets;
  secrets.Add("correct-horse-battery");
  EXPECT_EQ(LinesDocument({"a \"b\"", "it is correct-horse-battery", "\x1b[2J"},
                          secrets),
            "{\"lines\":[\"a \\\"b\\\"\",\"it is [redacted]\","
            "\"\\\\x1b[2J\"]}");
  EXPECT_EQ(LinesDocument({}, secrets), "{\"lines\":[]}");
}

}  // namespace
}  // namespace hermes::gateway::dashboard
