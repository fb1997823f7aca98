// Tests that every variable of the container reaches its gateway byte for byte.
#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/process/child.h"
#include "tests/process/container.h"
#include "tests/process/pid_namespace.h"
#include "tests/process/processes.h"

namespace hermes::fixture {
namespace {

using Strings = std::vector<std::string>;

const Strings& Awkward() {
  static const Strings* const variables = new Strings{
      "EMPTY=",
      "SPACES=  a  b  ",
      "NEWLINES=one\ntwo\n",
      "BYTES=\xff\xfe\x01 \t\"'$`\\",
      "EQUALS=a=b==",
      "lower.case-odd name=1",
      "LONG=" + std::string(100000, 'x'),
      "API_SERVER_KEY=0123456789abcdef",
  };
  return *variables;
}

class EnvironmentTest : public testing::TestWithParam<Init> {};

INSTANTIATE_TEST_SUITE_P(Mode, EnvironmentTest,
                         testing::Values(Init::kOwn, Init::kS6),
                         [](const testing::TestParamInfo<Init>& each) {
                           return each.param == Init::kOwn ? "OwnInit" : "S6";
                         });

TEST_P(EnvironmentTest, ReachesSupervisedGatewayUnchanged) {
  ContainerOptions options;
  options.init = GetParam();
  options.arguments = {"gateway", "run"};
  options.variables = Awkward();
  Container container(options);
  std::unique_ptr<Child> below;
  if (GetParam() == Init::kS6) {
    below = container.Start(options.arguments, options.variables);
  }
  const GatewayStart gateway = container.WaitForGateway();
  ASSERT_NE(gateway.pid, -1) << container.init().err();
  const Strings seen = container.processes().Environment(gateway.pid);
  for (const std::string& entry : Container::EnvironmentWith(Awkward())) {
    EXPECT_EQ(std::count(seen.begin(), seen.end(), entry), 1)
        << entry.substr(0, 60);
  }
}

TEST_P(EnvironmentTest, OmitsSocketActivationAndNotifyVariables) {
  ContainerOptions options;
  options.init = GetParam();
  options.arguments = {"gateway", "run"};
  options.variables = {"LISTEN_FDS=1", "LISTEN_PID=1",
                       "NOTIFY_SOCKET=/run/notify"};
  Container container(options);
  std::unique_ptr<Child> below;
  if (GetParam() == Init::kS6) {
    below = container.Start(options.arguments, options.variables);
  }
  const GatewayStart gateway = container.WaitForGateway();
  ASSERT_NE(gateway.pid, -1) << container.init().err();
  for (const std::string& entry :
       container.processes().Environment(gateway.pid)) {
    EXPECT_NE(entry.rfind("LISTEN_", 0), 0u) << entry;
    EXPECT_NE(entry.rfind("NOTIFY_SOCKET=", 0), 0u) << entry;
  }
}

TEST(ForegroundEnvironmentTest,
     ReachesForegroundGatewayUnchangedAndWithoutDuplicates) {
  ContainerOptions options;
  options.arguments = {"gateway", "run", "--no-supervise"};
  options.variables = Awkward();
  Container container(options);
  const GatewayStart gateway = container.WaitForGateway();
  ASSERT_NE(gateway.pid, -1) << container.init().err();
  const Strings seen = container.processes().Environment(gateway.pid);
  for (const std::string& entry : Container::EnvironmentWith(Awkward())) {
    EXPECT_EQ(std::count(seen.begin(), seen.end(), entry), 1)
        << entry.substr(0, 60);
  }
}

// A slot in a foreign tree keeps its environment in a file, which other users
// must not be able to read.
TEST(ForeignTreeEnvironmentTest, IsInNoFileThatAnotherUidCanRead) {
  ContainerOptions options;
  options.init = Init::kS6;
  Container container(options);
  const auto entry = container.Start(
      {"gateway", "run"}, {"API_SERVER_KEY=the-secret-of-this-test"});
  ASSERT_NE(container.WaitForGateway().pid, -1) << entry->err();
  // As uid 4242, grep finds the value in no file.
  const auto grep =
      container.Start({"-rlsD", "skip", "the-secret-of-this-test", "/run"}, {},
                      4242, "/bin/grep");
  grep->Wait();
  EXPECT_EQ(grep->out(), "");
  // As root, grep finds it, which proves that the search works.
  const auto root = container.Start(
      {"-rlsD", "skip", "the-secret-of-this-test", "/run"}, {}, 0, "/bin/grep");
  EXPECT_EQ(root->Wait(), 0) << root->err();
}

}  // namespace
}  // namespace hermes::fixture
