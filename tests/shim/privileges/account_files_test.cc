#include "shim/privileges/account_files.h"

#include <optional>
#include <string>

#include "gtest/gtest.h"

namespace hermes {
namespace {

constexpr char kPasswd[] =
    "root:x:0:0:root:/root:/bin/bash\n"
    "hermes:x:10000:10000:Hermes:/opt/data:/bin/bash\n"
    "hermes2:x:10000:10000::/:\n"
    "broken\n";

TEST(PasswdWithHermesTest, ChangesOnlyIdsOfHermes) {
  EXPECT_EQ(PasswdWithHermes(kPasswd, 99, 100),
            "root:x:0:0:root:/root:/bin/bash\n"
            "hermes:x:99:100:Hermes:/opt/data:/bin/bash\n"
            "hermes2:x:10000:10000::/:\n"
            "broken\n");
}

TEST(PasswdWithHermesTest, ReportsNoChangeIfIdsMatch) {
  EXPECT_EQ(PasswdWithHermes(kPasswd, 10000, 10000), std::nullopt);
}

TEST(PasswdWithHermesTest, ReportsNoChangeWithoutHermesUser) {
  for (const char* text : {"", "root:x:0:0::/:\n", "hermes\n", "hermes:x:1",
                           "#hermes:x:1:1::/:\n"}) {
    EXPECT_EQ(PasswdWithHermes(text, 99, 100), std::nullopt) << text;
  }
}

TEST(PasswdWithHermesTest, AcceptsLastLineWithoutNewline) {
  EXPECT_EQ(PasswdWithHermes("hermes:x:1:2::/:", 99, 100),
            "hermes:x:99:100::/:");
}

TEST(GroupWithHermesTest, ChangesOnlyIdOfHermes) {
  EXPECT_EQ(GroupWithHermes("users:x:100:\nhermes:x:10000:a,b\n", 100),
            "users:x:100:\nhermes:x:100:a,b\n");
  EXPECT_EQ(GroupWithHermes("hermes:x:100:\n", 100), std::nullopt);
}

}  // namespace
}  // namespace hermes
