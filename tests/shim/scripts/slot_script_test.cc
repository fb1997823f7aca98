#include "shim/scripts/slot_script.h"

#include <unistd.h>

#include <filesystem>
#include <optional>
#include <string>

#include "gtest/gtest.h"
#include "tests/shim/slot/slot_tree.h"

namespace hermes {
namespace {

struct Case {
  const char* name;
  const char* called_as;
  const char* directory;
  std::optional<SlotScript> script;
  const char* slot = "gateway-a";
};

class SlotScriptByPathTest : public testing::TestWithParam<Case> {};

TEST_P(SlotScriptByPathTest, DependsOnNameAndDirectory) {
  const auto call =
      SlotScriptByPath(GetParam().called_as, GetParam().directory);
  ASSERT_EQ(call.has_value(), GetParam().script.has_value());
  if (!call) return;
  EXPECT_EQ(call->script, *GetParam().script);
  EXPECT_EQ(call->slot, GetParam().slot);
}

INSTANTIATE_TEST_SUITE_P(
    Table, SlotScriptByPathTest,
    testing::Values(
        Case{"Run", "run", "/run/service/gateway-a", SlotScript::kRun},
        Case{"Finish", "finish", "/run/service/gateway-a", SlotScript::kFinish},
        Case{"Log", "run", "/run/service/gateway-a/log", SlotScript::kLog},
        Case{"LogHasNoFinish", "finish", "/run/service/gateway-a/log", {}},
        Case{"OtherName", "hermes", "/run/service/gateway-a", {}},
        Case{"Dashboard", "run", "/run/service/dashboard", SlotScript::kRun,
             "dashboard"},
        Case{"OtherService", "run", "/run/service/syslogd", {}},
        Case{"LogOfOther", "run", "/run/service/syslogd/log", {}},
        Case{"Below", "run", "/run/service/gateway-a/data", {}},
        Case{"BadProfile", "run", "/run/service/gateway-A", {}},
        Case{"Root", "run", "/", {}}, Case{"Unreachable", "run", "", {}}),
    [](const testing::TestParamInfo<Case>& i) { return i.param.name; });

// Each test enters a directory of its own; none depends on the one before.
class FindSlotScriptTest : public testing::Test {
 protected:
  void Enter(const std::string& profile_record) {
    const std::string slot = place_.scandir() + "/gateway-a";
    std::filesystem::create_directories(slot + "/data");
    fixture::Spill(slot + "/data/slot", profile_record);
    back_ = std::filesystem::current_path();
    std::filesystem::current_path(slot);
  }
  ~FindSlotScriptTest() override { std::filesystem::current_path(back_); }

  fixture::SlotPlace place_;
  std::filesystem::path back_ = std::filesystem::current_path();
};

TEST_F(FindSlotScriptTest, RecognisesSlot) {
  Enter("gateway-a\n");
  EXPECT_TRUE(FindSlotScript("run").has_value());
}

TEST_F(FindSlotScriptTest, RejectsRecordOfOtherProfile) {
  Enter("gateway-b\n");
  EXPECT_FALSE(FindSlotScript("run").has_value());
}

TEST_F(FindSlotScriptTest, RejectsDirectoryWithoutRecord) {
  Enter("gateway-a\n");
  std::filesystem::remove("data/slot");
  EXPECT_FALSE(FindSlotScript("run").has_value());
}

// The operator of a slot below root's supervisors may empty data/.
TEST_F(FindSlotScriptTest, AcceptsLinkToThisProgramWithoutRecord) {
  Enter("gateway-a\n");
  std::filesystem::remove("data/slot");
  std::filesystem::create_symlink("/proc/self/exe", "run");
  const auto slot = FindSlotScript("run");
  ASSERT_TRUE(slot.has_value());
  EXPECT_EQ(slot->slot, "gateway-a");
}

TEST_F(FindSlotScriptTest, RejectsLinkToOtherProgram) {
  Enter("gateway-a\n");
  std::filesystem::remove("data/slot");
  std::filesystem::create_symlink("/bin/true", "run");
  EXPECT_FALSE(FindSlotScript("run").has_value());
}

}  // namespace
}  // namespace hermes
