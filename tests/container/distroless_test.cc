// Tests of what an image without a shell must not contain, and of its size.
#include <stdlib.h>

#include <filesystem>
#include <set>
#include <string>

#include "gtest/gtest.h"
#include "tests/container/docker_container.h"
#include "tests/container/image_listing.h"

namespace hermes::fixture {
namespace {

// A list of allowed programs, since no list of shells would be complete.
TEST(DistrolessTest, ContainsOnlyItsOwnPrograms) {
  const std::set<std::string> own = {"/opt/hermes/libexec/hermes",
                                     "/usr/local/bin/hermes-entry",
                                     "/usr/bin/s6-log",
                                     "/usr/bin/s6-supervise",
                                     "/usr/bin/s6-svc",
                                     "/usr/bin/s6-svscan",
                                     "/usr/bin/s6-svscanctl",
                                     "/usr/bin/s6-svstat"};
  std::set<std::string> programs;
  for (const ImageFile& file : ListImage()) {
    const bool executable =
        file.mode[0] == '-' && file.mode.find('x') != std::string::npos;
    const bool library = file.path.find(".so") != std::string::npos;
    // Files that the engine mounts over: /etc/hosts, /dev/console and others.
    const bool engines = file.path.rfind("/etc/", 0) == 0 ||
                         file.path.rfind("/dev/", 0) == 0 ||
                         file.path == "/.dockerenv";
    if (executable && !library && !engines) programs.insert(file.path);
  }
  EXPECT_EQ(programs, own);
}

TEST(DistrolessTest, ExitsWith127ForShell) {
  const Output run = RunContainer({}, {"/bin/sh", "-c", "true"});
  EXPECT_EQ(run.exit_code, 127);
  EXPECT_EQ(run.err.rfind("hermes-entry: ", 0), 0u) << run.err;
  EXPECT_NE(run.err.find("/bin/sh"), std::string::npos) << run.err;
}

TEST(DistrolessTest, IsSmallerThan15MegabytesWithoutGateway) {
  const Output size =
      Docker({"image", "inspect", "-f", "{{.Size}}", TestImage()});
  ASSERT_EQ(size.exit_code, 0) << size.err;
  const Output created =
      Docker({"create", "--label", TestLabel(), TestImage()});
  const std::string id = created.out.substr(0, created.out.find('\n'));
  const std::string copy = std::string(getenv("TEST_TMPDIR")) + "/hermes";
  const Output copied =
      Docker({"cp", id + ":/opt/hermes/libexec/hermes", copy});
  Docker({"rm", "-v", id});
  ASSERT_EQ(copied.exit_code, 0) << copied.err;
  const long long rest =
      atoll(size.out.c_str()) -
      static_cast<long long>(std::filesystem::file_size(copy));
  EXPECT_GT(rest, 1000000);
  EXPECT_LT(rest, 15000000);
}

}  // namespace
}  // namespace hermes::fixture
