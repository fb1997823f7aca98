#include "gateway/state/state_file.h"

#include <gtest/gtest.h>

#include "tests/gateway/temp_directory.h"

namespace hermes::gateway {
namespace {

TEST(StateFileTest, MergesIntoTheFile) {
  const TempDirectory dir;
  dir.Write("gateway_state.json", R"({"desired_state":"stopped"})");
  ASSERT_TRUE(StateFile(dir.fd(), PidRecord()).Write(StateUpdate()).ok());
  const std::string text = dir.Read("gateway_state.json");
  EXPECT_NE(text.find(R"("desired_state":"stopped")"), std::string::npos);
  EXPECT_NE(text.find(R"("gateway_state":"starting")"), std::string::npos);
}

TEST(StateFileTest, MovesACorruptOneAside) {
  const TempDirectory dir;
  dir.Write("gateway_state.json", "{\"half");
  ASSERT_TRUE(StateFile(dir.fd(), PidRecord()).Write(StateUpdate()).ok());
  EXPECT_EQ(dir.Read("gateway_state.json.corrupt"), "{\"half");
  EXPECT_NE(dir.Read("gateway_state.json").find("starting"), std::string::npos);
}

}  // namespace
}  // namespace hermes::gateway
