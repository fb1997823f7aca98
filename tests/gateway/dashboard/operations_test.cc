#include "gateway/dashboard/operations.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <filesystem>
#include <string>

#include "absl/status/status.h"
#include "gateway/command/control_request.h"
#include "gateway/control/outcome.h"
#include "gateway/http/message.h"
#include "shim/manager/manager_error.h"
#include "tests/gateway/temp_directory.h"

namespace hermes::gateway::dashboard {
namespace {

namespace json = boost::json;

std::string CodeOf(const http::Response& reply) {
  return std::string(
      json::parse(reply.body).at("error").at("code").as_string());
}
std::string MessageOf(const http::Response& reply) {
  return std::string(
      json::parse(reply.body).at("error").at("message").as_string());
}

struct FaultCase {
  const char* name;
  ManagerFault fault;
  int status;
  const char* code;
};

class FaultReplyTest : public testing::TestWithParam<FaultCase> {};

TEST_P(FaultReplyTest, MapsManagerErrorToReply) {
  const http::Response reply =
      ResponseFor(ManagerError{GetParam().fault, "the line"});
  EXPECT_EQ(reply.status, GetParam().status);
  EXPECT_EQ(CodeOf(reply), GetParam().code);
  EXPECT_EQ(MessageOf(reply), "the line");
}

INSTANTIATE_TEST_SUITE_P(
    Table, FaultReplyTest,
    testing::Values(
        FaultCase{"System", ManagerFault::kSystem, 500, "system_error"},
        FaultCase{"NotSupervised", ManagerFault::kNotSupervised, 409,
                  "not_supervised"},
        FaultCase{"Denied", ManagerFault::kDenied, 403, "not_permitted"},
        FaultCase{"NoSuchSlot", ManagerFault::kNoSuchSlot, 404, "no_such_slot"},
        FaultCase{"S6", ManagerFault::kS6, 502, "supervisor_failed"},
        FaultCase{"TimedOut", ManagerFault::kTimedOut, 504, "timed_out"},
        FaultCase{"Foreground", ManagerFault::kForeground, 409,
                  "runs_in_foreground"},
        FaultCase{"CannotRegister", ManagerFault::kCannotRegister, 500,
                  "cannot_register"}),
    [](const testing::TestParamInfo<FaultCase>& i) { return i.param.name; });

struct StatusCase {
  const char* name;
  absl::StatusCode status;
  int reply;
  const char* code;
};

class StatusReplyTest : public testing::TestWithParam<StatusCase> {};

TEST_P(StatusReplyTest, MapsStatusToReply) {
  const http::Response reply =
      ResponseFor(absl::Status(GetParam().status, "the line"));
  EXPECT_EQ(reply.status, GetParam().reply);
  EXPECT_EQ(CodeOf(reply), GetParam().code);
  EXPECT_EQ(MessageOf(reply), "the line");
}

INSTANTIATE_TEST_SUITE_P(
    Table, StatusReplyTest,
    testing::Values(
        StatusCase{"Invalid", absl::StatusCode::kInvalidArgument, 400,
                   "invalid_value"},
        StatusCase{"Exists", absl::StatusCode::kAlreadyExists, 409,
                   "profile_exists"},
        StatusCase{"Denied", absl::StatusCode::kPermissionDenied, 403,
                   "not_permitted"},
        StatusCase{"Precondition", absl::StatusCode::kFailedPrecondition, 409,
                   "configuration"},
        StatusCase{"Aborted", absl::StatusCode::kAborted, 409, "busy"},
        StatusCase{"NoRoom", absl::StatusCode::kResourceExhausted, 507,
                   "no_room"},
        StatusCase{"Other", absl::StatusCode::kUnknown, 500, "cannot_create"}),
    [](const testing::TestParamInfo<StatusCase>& i) { return i.param.name; });

TEST(OutcomeReplyTest, Returns202ForRequestedOperation) {
  SlotResult result;
  result.slot = "gateway-coder";
  result.outcome = Outcome::kAsked;
  const http::Response reply = ResponseFor(result, ControlVerb::kStop, "coder");
  EXPECT_EQ(reply.status, 202);
  const json::value document = json::parse(reply.body);
  EXPECT_EQ(document.at("profile"), "coder");
  EXPECT_EQ(document.at("verb"), "stop");
  EXPECT_EQ(document.at("slot"), "gateway-coder");
  EXPECT_EQ(document.at("line"), json::value(LineOf(result)));
  EXPECT_EQ(document.at("warning"), nullptr);
}

TEST(OutcomeReplyTest, PassesWarningOn) {
  SlotResult result;
  result.outcome = Outcome::kStarted;
  result.warning = "it will be forgotten";
  EXPECT_EQ(json::parse(ResponseFor(result, ControlVerb::kStart, "coder").body)
                .at("warning"),
            "it will be forgotten");
}

TEST(OutcomeReplyTest, ReturnsErrorForFault) {
  SlotResult result;
  result.outcome = Outcome::kFault;
  result.fault = {ManagerFault::kNoSuchSlot, "there is none"};
  const http::Response reply =
      ResponseFor(result, ControlVerb::kStart, "coder");
  EXPECT_EQ(reply.status, 404);
  EXPECT_EQ(CodeOf(reply), "no_such_slot");
}

// Uses a data root without supervision.
class OperationsTest : public testing::Test {
 protected:
  OperationsTest() : operations_(root_.path(), {}) {
    root_.Write("SOUL.md", "");
  }

  const TempDirectory root_;
  const Operations operations_;
};

TEST_F(OperationsTest, Returns404ForUnknownProfile) {
  for (const char* name : {"ghost", "../x", "", ".deleted", "Default"}) {
    for (const ControlVerb verb :
         {ControlVerb::kStart, ControlVerb::kStop, ControlVerb::kRestart}) {
      const http::Response reply = operations_.Operate(verb, name);
      EXPECT_EQ(reply.status, 404) << name;
      EXPECT_EQ(CodeOf(reply), "no_such_profile");
    }
    EXPECT_EQ(operations_.Delete(name).status, 404) << name;
  }
}

TEST_F(OperationsTest, RefusesOperationWithoutSupervision) {
  EXPECT_EQ(CodeOf(operations_.Operate(ControlVerb::kStart, "default")),
            "not_supervised");
}

TEST_F(OperationsTest, CreatesAndDeletesProfile) {
  const http::Response made =
      operations_.Create({"coder", "writes code", std::nullopt});
  ASSERT_EQ(made.status, 201) << made.body;
  const json::value document = json::parse(made.body);
  EXPECT_EQ(document.at("profile"), "coder");
  EXPECT_EQ(document.at("slot"), "not_supervised");
  EXPECT_EQ(document.at("slot_error"), nullptr);
  EXPECT_GT(document.at("port").to_number<int>(), 0);
  EXPECT_TRUE(root_.Has("profiles/coder/SOUL.md"));
  // The reply must not contain the profile's key.
  const std::string dotenv = root_.Read("profiles/coder/.env");
  const size_t key = dotenv.find("\nAPI_SERVER_KEY=");
  ASSERT_NE(key, std::string::npos) << dotenv;
  const std::string secret = dotenv.substr(key + 16, 32);
  EXPECT_EQ(made.body.find(secret), std::string::npos) << made.body;

  EXPECT_EQ(operations_.Create({"coder", "", std::nullopt}).status, 409);
  const http::Response gone = operations_.Delete("coder");
  EXPECT_EQ(gone.status, 200) << gone.body;
  EXPECT_EQ(json::parse(gone.body).at("profile"), "coder");
  EXPECT_FALSE(root_.Has("profiles/coder"));
  EXPECT_EQ(operations_.Delete("coder").status, 404);
}

TEST_F(OperationsTest, ClonesOnlyExistingProfile) {
  EXPECT_EQ(CodeOf(operations_.Create({"coder", "", "ghost"})),
            "no_such_profile");
  EXPECT_FALSE(root_.Has("profiles/coder"));
  root_.Write("SOUL.md", "be kind");
  ASSERT_EQ(operations_.Create({"coder", "", "default"}).status, 201);
  EXPECT_EQ(root_.Read("profiles/coder/SOUL.md"), "be kind");
}

TEST_F(OperationsTest, RefusesDescriptionOfTwoLines) {
  const http::Response reply =
      operations_.Create({"coder", "one\ntwo", std::nullopt});
  EXPECT_EQ(reply.status, 400) << reply.body;
  EXPECT_EQ(CodeOf(reply), "invalid_value");
  EXPECT_FALSE(root_.Has("profiles/coder"));
}

TEST_F(OperationsTest, Returns400ForInvalidName) {
  for (const char* name : {"", "A", "../x", "default", "root", ".x"}) {
    const http::Response reply = operations_.Create({name, "", std::nullopt});
    EXPECT_EQ(reply.status, 400) << name << reply.body;
    EXPECT_EQ(CodeOf(reply), "invalid_value") << name;
  }
  EXPECT_EQ(operations_.Delete("default").status, 400);
  EXPECT_TRUE(root_.Has("SOUL.md"));
}

}  // namespace
}  // namespace hermes::gateway::dashboard
