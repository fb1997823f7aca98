#include "shim/entry/front_door.h"

#include <gtest/gtest.h>

#include <string>

#include "shim/base/environment.h"

namespace hermes {
namespace {

std::string StatusOf(const std::string& uid, const std::string& gid) {
  return "Name:\ts6-svscan\nUid:\t" + uid + "\t" + uid + "\t" + uid + "\t" +
         uid + "\nGid:\t" + gid + "\t" + gid + "\t" + gid + "\t" + gid +
         "\nGroups:\t" + gid + " 998 \n";
}

// docker exec as root in a container whose PID 1 is hermes-entry with uid 4000.
FrontDoorFacts OwnTree() {
  FrontDoorFacts facts;
  facts.pid1_name = "s6-svscan";
  facts.pid1_status = StatusOf("4000", "4001");
  facts.tree_is_ours = true;
  facts.passwd = "root:x:0:0::/root:/bin/sh\nhermes:x:10000:10000::/:/bin/sh\n";
  return facts;
}

uid_t UidOf(const FrontDoorFacts& facts) {
  const auto identity = FrontDoorIdentity(facts);
  EXPECT_TRUE(identity.ok());
  return identity.ok() && identity.value() ? identity.value()->uid : 0;
}

TEST(FrontDoorTest, TakesIdentityOfHermesEntryAsPid1) {
  const auto identity = FrontDoorIdentity(OwnTree());
  ASSERT_TRUE(identity.ok());
  ASSERT_TRUE(identity.value().has_value());
  EXPECT_EQ(identity.value()->uid, 4000u);
  EXPECT_EQ(identity.value()->gid, 4001u);
}

TEST(FrontDoorTest, StaysRootIfVariableSaysSo) {
  for (const char* value : {"1", "true", "YES"}) {
    FrontDoorFacts facts = OwnTree();
    facts.environment.Set("HERMES_DOCKER_EXEC_AS_ROOT", value);
    EXPECT_EQ(UidOf(facts), 0u) << value;
  }
}

TEST(FrontDoorTest, DropsRootIfVariableIsInvalid) {
  for (const char* value : {"", "0", "on", " 1", "ture"}) {
    FrontDoorFacts facts = OwnTree();
    facts.environment.Set("HERMES_DOCKER_EXEC_AS_ROOT", value);
    EXPECT_EQ(UidOf(facts), 4000u) << value;
  }
}

TEST(FrontDoorTest, TakesHermesUserBelowS6OverlayWhosePid1IsRoot) {
  FrontDoorFacts facts = OwnTree();
  facts.pid1_status = StatusOf("0", "0");
  facts.tree_is_ours = false;
  EXPECT_EQ(UidOf(facts), 10000u);
}

TEST(FrontDoorTest, StaysRootIfHermesEntryAsPid1IsRoot) {
  FrontDoorFacts facts = OwnTree();
  facts.pid1_status = StatusOf("0", "0");
  EXPECT_EQ(UidOf(facts), 0u);
}

TEST(FrontDoorTest, TakesHermesUserBelowAnotherPid1) {
  FrontDoorFacts facts = OwnTree();
  facts.pid1_name = "tini";
  facts.environment.Set("HERMES_UID", "4242");
  EXPECT_EQ(UidOf(facts), 4242u);
}

TEST(FrontDoorTest, ReturnsErrorForInvalidHermesUid) {
  FrontDoorFacts facts = OwnTree();
  facts.pid1_name.reset();
  facts.environment.Set("HERMES_UID", "0");
  EXPECT_FALSE(FrontDoorIdentity(facts).ok());
}

}  // namespace
}  // namespace hermes
