// docs/deploy/seccomp.json, under which all containers of one image are tested,
// takes away what it says. That the programs need nothing of it is what all the
// other tests show.
#include <stdlib.h>

#include <string>

#include "gtest/gtest.h"
#include "tests/container/docker_container.h"
#include "tests/container/guest_program.h"

namespace hermes::fixture {
namespace {

// What root, who has Docker's default capabilities, is not permitted to call.
std::string Refused(const std::string& seccomp) {
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

TEST(ConfinementTest, ProfileRefusesWhatOnlyAnAttackerNeeds) {
  EXPECT_EQ(Refused(ProgramOfTest("SECCOMP_PROFILE_FILE")),
            "unshare\nsetns\nclone\nptrace\nprocess_vm_readv\n"
            "io_uring_setup\nkeyctl\nperf_event_open\npacket socket\n"
            "device\n");
}

// It is the profile that refuses them, not a missing capability.
TEST(ConfinementTest, WithoutAProfileTheyArePermitted) {
  EXPECT_EQ(Refused("unconfined"), "");
}

TEST(ConfinementTest, ContainersOfTheOtherTestsAreConfined) {
  const DockerContainer container(GuestMounted(), {kGuest, "calls"});
  EXPECT_EQ(container.Wait(), 0);
  const bool profile = getenv("SECCOMP_PROFILE")[0] != '\0';
  const std::string refused = container.Logs().out;
  // Docker's own profile permits it.
  EXPECT_EQ(refused.find("ptrace\n") != std::string::npos, profile) << refused;
}

}  // namespace
}  // namespace hermes::fixture
