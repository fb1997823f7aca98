#include "shim/slot/slot_model.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "shim/base/environment.h"
#include "shim/base/expected.h"
#include "shim/slot/service_directory.h"

namespace hermes {
namespace {

SlotModel Model(const std::string& slot, const std::string& program) {
  SlotModel model;
  model.slot = slot;
  model.shim_program = program;
  model.kill_timeout_ms = 1000;
  return model;
}

SlotModel WithEnvironment(SlotModel model) {
  model.environment = Environment({"OF=" + model.slot});
  return model;
}

struct Case {
  std::string name;
  NewSlotFacts facts;
  std::string program;  // "" if rejected
};

class SpecOfNewSlotTest : public testing::TestWithParam<Case> {};

TEST_P(SpecOfNewSlotTest, UsesProgramOfBestModel) {
  const Expected<SlotSpec> spec =
      SpecOfNewSlot("gateway-new", GetParam().facts);
  ASSERT_EQ(spec.ok(), !GetParam().program.empty());
  if (!spec.ok()) {
    EXPECT_EQ(spec.error().err, ENOENT);
    return;
  }
  EXPECT_EQ(spec.value().name, "gateway-new");
  EXPECT_EQ(spec.value().shim_program, GetParam().program);
  EXPECT_TRUE(spec.value().registered_down);
}

const SlotModel kDefault = Model("gateway-default", "/of/default");
const SlotModel kCoder = Model("gateway-coder", "/of/coder");
const SlotModel kDashboard = Model("dashboard", "/of/dashboard");
const SlotModel kForeign = Model("gateway-foreign", "");

INSTANTIATE_TEST_SUITE_P(
    Table, SpecOfNewSlotTest,
    testing::Values(
        Case{"DefaultIsTheBest",
             {{kDashboard, kCoder, kDefault}, "/installed", true, 10000},
             "/of/default"},
        Case{"AnyGatewayBeforeTheDashboard",
             {{kDashboard, kForeign, kCoder}, "/installed", true, 10000},
             "/of/coder"},
        Case{"DashboardIfThereIsNoGateway",
             {{kForeign, kDashboard}, "/installed", true, 10000},
             "/of/dashboard"},
        Case{"InstalledProgramWithoutASlot",
             {{kForeign}, "/installed", true, 10000},
             "/installed"},
        Case{"NoProgram", {{}, "", true, 10000}, ""},
        Case{"SlotWithEnvironmentIfTreePassesNone",
             {{kDefault, WithEnvironment(kCoder)}, "/installed", false, 10000},
             "/of/coder"},
        Case{"NoSlotWithEnvironment",
             {{kDefault, kCoder}, "/installed", false, 10000},
             ""}),
    [](const testing::TestParamInfo<Case>& each) { return each.param.name; });

TEST(SpecOfNewSlotTest, CopiesEnvironmentAndKillTimeoutOfModel) {
  const Expected<SlotSpec> spec = SpecOfNewSlot(
      "gateway-new", {{WithEnvironment(kCoder)}, "", false, 10000});
  ASSERT_TRUE(spec.ok());
  EXPECT_EQ(spec.value().kill_timeout_ms, 1000);
  ASSERT_TRUE(spec.value().environment.has_value());
  EXPECT_EQ(spec.value().environment->Get("OF"), "gateway-coder");
  EXPECT_FALSE(spec.value().operated_by.has_value());
}

TEST(SpecOfNewSlotTest, CopiesOperatorOfModelIfCallerIsRoot) {
  SlotModel model = kDefault;
  model.owner = {10000, 10001};
  const Expected<SlotSpec> spec =
      SpecOfNewSlot("gateway-new", {{model}, "", true, 0});
  ASSERT_TRUE(spec.ok());
  ASSERT_TRUE(spec.value().operated_by.has_value());
  EXPECT_EQ(spec.value().operated_by->uid, 10000u);
  EXPECT_EQ(spec.value().operated_by->gid, 10001u);
}

// A scandir for this test, in which PublishSlot() makes slots.
class ReadSlotModelTest : public testing::Test {
 protected:
  ReadSlotModelTest() {
    char name[] = "/tmp/hermes-model-XXXXXX";
    if (mkdtemp(name) != nullptr) scandir_ = name;
  }
  ~ReadSlotModelTest() override { std::filesystem::remove_all(scandir_); }

  std::string scandir_;
};

TEST_F(ReadSlotModelTest, ReadsSlotThatPublishSlotMade) {
  SlotSpec spec;
  spec.name = "gateway-coder";
  spec.shim_program = "/bin/true";
  spec.kill_timeout_ms = 4321;
  spec.environment = Environment({"A=1", std::string("B=\n")});
  const Expected<bool> published = PublishSlot(scandir_, spec);
  ASSERT_TRUE(published.ok()) << Describe(published.error());
  const SlotModel model = ReadSlotModel(scandir_, "gateway-coder");
  EXPECT_EQ(model.shim_program, "/bin/true");
  EXPECT_EQ(model.kill_timeout_ms, 4321);
  EXPECT_EQ(model.owner.uid, geteuid());
  ASSERT_TRUE(model.environment.has_value());
  EXPECT_EQ(model.environment->entries(),
            (std::vector<std::string>{"A=1", "B=\n"}));
}

TEST_F(ReadSlotModelTest, IgnoresEnvironmentThatOthersCanRead) {
  SlotSpec spec;
  spec.name = "gateway-coder";
  spec.shim_program = "/bin/true";
  spec.environment = Environment({"A=1"});
  ASSERT_TRUE(PublishSlot(scandir_, spec).ok());
  const std::string file = scandir_ + "/gateway-coder/data/environment";
  ASSERT_EQ(chmod(file.c_str(), 0644), 0);
  EXPECT_FALSE(
      ReadSlotModel(scandir_, "gateway-coder").environment.has_value());
}

TEST_F(ReadSlotModelTest, RejectsForeignDirectory) {
  std::filesystem::create_directory(scandir_ + "/gateway-foreign");
  std::filesystem::create_symlink("/bin/true",
                                  scandir_ + "/gateway-foreign/run");
  EXPECT_EQ(ReadSlotModel(scandir_, "gateway-foreign").shim_program, "");
  EXPECT_EQ(ReadSlotModel(scandir_, "gateway-none").shim_program, "");
}

}  // namespace
}  // namespace hermes
