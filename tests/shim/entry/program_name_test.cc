#include "shim/entry/program_name.h"

#include <gtest/gtest.h>

namespace hermes {
namespace {

TEST(ProgramNameTest, ReturnsLastComponentOfPath) {
  EXPECT_EQ(Basename("/usr/bin/tini"), "tini");
  EXPECT_EQ(Basename("tini"), "tini");
  EXPECT_EQ(Basename(""), "");
  EXPECT_EQ(Basename("./run"), "run");
}

TEST(ProgramNameTest, RecognisesEachName) {
  EXPECT_EQ(ProgramNameOf("/usr/local/bin/hermes"), ProgramName::kHermes);
  EXPECT_EQ(ProgramNameOf("/usr/bin/tini"), ProgramName::kTini);
  EXPECT_EQ(ProgramNameOf("hermes-entry"), ProgramName::kEntry);
}

TEST(ProgramNameTest, TakesOldEntrypointsAndUnknownNamesForEntry) {
  for (const char* name : {"/opt/hermes/docker/entrypoint.sh",
                           "/opt/hermes/docker/main-wrapper.sh", "anything", "",
                           "run", "tini-static"}) {
    EXPECT_EQ(ProgramNameOf(name), ProgramName::kEntry) << name;
  }
}

}  // namespace
}  // namespace hermes
