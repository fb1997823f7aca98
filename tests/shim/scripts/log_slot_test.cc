#include "shim/scripts/log_slot.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace hermes {
namespace {

using Arguments = std::vector<std::string>;

TEST(LoggerArgumentsTest, AddsTimeOnlyToFile) {
  EXPECT_EQ(LoggerArguments("/bin/s6-log", true),
            (Arguments{"/bin/s6-log", "-p", "1", "n10", "s1000000", "r10000",
                       "T", "."}));
}

TEST(LoggerArgumentsTest, OnlyCopiesToStdoutWithoutFile) {
  EXPECT_EQ(LoggerArguments("/bin/s6-log", false),
            (Arguments{"/bin/s6-log", "-p", "1"}));
}

}  // namespace
}  // namespace hermes
