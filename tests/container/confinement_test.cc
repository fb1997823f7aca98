// Tests that docs/deploy/seccomp.json forbids what it says. All containers of
// one image are tested under it, so all other tests show that the programs need
// none of that.
#include <stdlib.h>

#include <string>

#include "gtest/gtest.h"
#include "tests/container/docker_container.h"
#include "tests/container/guest_program.h"

namespace hermes::fixture {
namespace {

// Returns the calls that are forbidden to root with Docker's default
// capabilities.
std::string ForbiddenCalls(const std::string& seccomp) {
  std::vector<std::string> options = GuestMounted();
  options.insert(options.end(),
                 {"--rm", "--label", TestLabel(), "--security-opt",
                  "seccomp=" + seccomp, "--entrypoint", kGuest});
  std::vector<std::string> command = {"run"};
  command.insert(command.end(), options.begin(), options.end());
  command.insert(command.end(), {TestImage(), "calls"});
  const Output run = Docker(command);
  EXPECT_EQ(run.exit_code, 0) << run.err;
  return run.out;
}

TEST(ConfinementTest, ProfileForbidsCallsThatOnlyAttackersNeed) {
  EXPECT_EQ(ForbiddenCalls(ProgramOfTest("SECCOMP_PROFILE_FILE")),
            "unshare\nsetns\nclone\nptrace\nprocess_vm_readv\n"
            "io_uring_setup\nkeyctl\nperf_event_open\npacket socket\n"
            "device\n");
}

// The profile forbids the calls, not a missing capability.
TEST(ConfinementTest, WithoutProfileTheSameCallsArePermitted) {
  EXPECT_EQ(ForbiddenCalls("unconfined"), "");
}

TEST(ConfinementTest, OtherTestsRunUnderTheirProfile) {
  const DockerContainer container(GuestMounted(), {kGuest, "calls"});
  EXPECT_EQ(container.Wait(), 0);
  const bool profile = getenv("SECCOMP_PROFILE")[0] != '\0';
  const std::string refused = container.Logs().out;
  // Docker's own profile permits ptrace.
  EXPECT_EQ(refused.find("ptrace\n") != std::string::npos, profile) << refused;
}

}  // namespace
}  // namespace hermes::fixture
