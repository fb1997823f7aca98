#include "shim/profile/planned_stop.h"

#include <sys/stat.h>
#include <unistd.h>

#include <string>

#include "gtest/gtest.h"
#include "shim/base/expected.h"
#include "shim/base/json_members.h"
#include "tests/shim/profile/temporary_home.h"

namespace hermes {
namespace {

constexpr char kFile[] = ".gateway-planned-stop.json";

TEST(PlannedStopTest, FormatsDocumentedJson) {
  EXPECT_EQ(FormatPlannedStop({4711, 8812345, 99, 1763719200}),
            "{\"target_pid\":4711,\"target_start_time\":8812345,"
            "\"stopper_pid\":99,\"written_at\":\"2025-11-21T10:00:00+00:00\"}"
            "\n");
}

TEST(PlannedStopTest, ReplacesOldMarker) {
  const TemporaryHome home;
  home.Write(kFile, "{\"target_pid\":1}");
  ASSERT_TRUE(WritePlannedStop(home.path(), 4711, 12).ok());
  const std::string text = home.Read(kFile);
  EXPECT_EQ(JsonMember(text, "target_pid"), "4711");
  EXPECT_EQ(JsonMember(text, "target_start_time"), "12");
  EXPECT_EQ(JsonMember(text, "stopper_pid"), std::to_string(getpid()));
  EXPECT_EQ(home.Names(), std::string(kFile) + " ");
  struct stat st;
  ASSERT_EQ(stat(home.Path(kFile).c_str(), &st), 0);
  EXPECT_EQ(st.st_mode & 0777, 0600u);
}

TEST(PlannedStopTest, RemovesMarker) {
  const TemporaryHome home;
  ASSERT_TRUE(WritePlannedStop(home.path(), 4711, 12).ok());
  RemovePlannedStop(home.path());
  EXPECT_EQ(home.Names(), "");
  RemovePlannedStop(home.path());  // A missing marker is not an error.
}

TEST(PlannedStopTest, ReportsMissingHome) {
  EXPECT_FALSE(WritePlannedStop("/nowhere/at/all", 4711, 12).ok());
}

}  // namespace
}  // namespace hermes
