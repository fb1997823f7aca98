#include "gateway/profile/profile_slots.h"

#include <gtest/gtest.h>

#include <string>

namespace hermes::gateway {
namespace {

using Kind = SlotAnswer::Kind;

struct Case {
  const char* name;
  ManagerFault fault;
  Kind kind;
  const char* kind_name;
  ExitCode exit_code;
};

class ProfileSlotsTest : public testing::TestWithParam<Case> {};

TEST_P(ProfileSlotsTest, TranslatesFault) {
  const SlotAnswer answer = AnswerFor({GetParam().fault, "seen"});
  EXPECT_EQ(answer.kind, GetParam().kind) << GetParam().kind_name;
  EXPECT_EQ(answer.exit_code, GetParam().exit_code) << GetParam().kind_name;
  EXPECT_EQ(answer.line, "seen");
}

INSTANTIATE_TEST_SUITE_P(
    Table, ProfileSlotsTest,
    testing::Values(Case{"System", ManagerFault::kSystem, Kind::kFailed,
                         "kFailed", kSystemCall},
                    Case{"NotSupervised", ManagerFault::kNotSupervised,
                         Kind::kNotSupervised, "kNotSupervised", kPlanned},
                    Case{"Denied", ManagerFault::kDenied, Kind::kFailed,
                         "kFailed", kPermission},
                    Case{"NoSuchSlot", ManagerFault::kNoSuchSlot, Kind::kNoSlot,
                         "kNoSlot", kPlanned},
                    Case{"S6", ManagerFault::kS6, Kind::kFailed, "kFailed",
                         kUnavailable},
                    Case{"TimedOut", ManagerFault::kTimedOut, Kind::kFailed,
                         "kFailed", kRestart},
                    Case{"Foreground", ManagerFault::kForeground, Kind::kFailed,
                         "kFailed", kUnplanned},
                    Case{"CannotRegister", ManagerFault::kCannotRegister,
                         Kind::kFailed, "kFailed", kUnavailable}),
    [](const testing::TestParamInfo<Case>& i) { return i.param.name; });

}  // namespace
}  // namespace hermes::gateway
