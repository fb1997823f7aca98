#include "shim/supervision/breadcrumb.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hermes {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

TEST(BreadcrumbTest, BeginsWithSlotNameAndThatS6SupervisesIt) {
  EXPECT_THAT(Breadcrumb("coder"),
              StartsWith("gateway-coder now runs under s6 supervision\n"));
}

TEST(BreadcrumbTest, NamesBothWaysToOptOut) {
  EXPECT_THAT(Breadcrumb("default"), HasSubstr("--no-supervise"));
  EXPECT_THAT(Breadcrumb("default"),
              HasSubstr("HERMES_GATEWAY_NO_SUPERVISE=1"));
}

TEST(BreadcrumbTest, MentionsRestartsAndDashboard) {
  EXPECT_THAT(Breadcrumb("default"), HasSubstr("crash"));
  EXPECT_THAT(Breadcrumb("default"), HasSubstr("HERMES_DASHBOARD=1"));
}

}  // namespace
}  // namespace hermes
