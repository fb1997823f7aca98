// Tests of docker/s6-overlay.Dockerfile, built with the stand-in's archives.
#include <stdlib.h>
#include <unistd.h>

#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/container/docker_container.h"
#include "tests/container/program.h"

namespace hermes::fixture {
namespace {

using Strings = std::vector<std::string>;

// The name of an image to build. The destructor removes the image.
class BuildTest : public testing::Test {
 protected:
  // The script takes the programs from HERMES_TEST_IMAGE.
  BuildTest() { setenv("HERMES_TEST_IMAGE", TestImage().c_str(), 1); }
  ~BuildTest() override { Docker({"image", "rm", tag_}); }
  Output Build(const Strings& options) const {
    const char* script = getenv("OVERLAY_IMAGE_SCRIPT");
    Strings argv = {script == nullptr ? "" : script, tag_};
    argv.insert(argv.end(), options.begin(), options.end());
    return RunProgram(argv);
  }
  bool ImageExists() const {
    return Docker({"image", "inspect", tag_}).exit_code == 0;
  }

  const std::string tag_ =
      "hermes-entry-test-overlay:" + std::to_string(getpid());
};

bool Has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST_F(BuildTest, FailsAndNamesArchiveWithWrongChecksum) {
  const std::string wrong(64, '0');
  for (const std::string argument : {"NOARCH", "MACHINE"}) {
    const Output build =
        Build({"--build-arg", "S6_OVERLAY_" + argument + "_SHA256=" + wrong});
    EXPECT_NE(build.exit_code, 0);
    EXPECT_TRUE(Has(build.err + build.out,
                    "S6_OVERLAY_" + argument + "_SHA256 is " + wrong))
        << build.err << build.out;
    EXPECT_FALSE(ImageExists());
  }
}

TEST_F(BuildTest, FailsAndNamesFileOfMissingChecksum) {
  const Output build = Build({"--build-arg", "S6_OVERLAY_NOARCH_SHA256="});
  EXPECT_NE(build.exit_code, 0);
  EXPECT_TRUE(Has(build.err + build.out, "s6-overlay-noarch.tar.xz.sha256"))
      << build.err << build.out;
  EXPECT_FALSE(ImageExists());
}

TEST_F(BuildTest, FailsIfArchiveCannotBeDownloaded) {
  const Output build =
      Build({"--build-arg", "S6_OVERLAY_URL=http://127.0.0.1:9/no/such/place"});
  EXPECT_NE(build.exit_code, 0);
  EXPECT_FALSE(ImageExists());
}

// An image that has its own users and a `hermes`, like the Python agent's.
TEST_F(BuildTest, KeepsHermesUserOfBaseImage) {
  const Output build = Build({"--build-arg", "BASE=" + TestImage()});
  ASSERT_EQ(build.exit_code, 0) << build.err << build.out;
  const Output ids = Docker({"run", "--rm", "--label", TestLabel(),
                             "--entrypoint", "id", tag_, "hermes"});
  EXPECT_TRUE(Has(ids.out, "uid=10000(hermes) gid=10000(hermes)")) << ids.out;
  const Output links = Docker(
      {"run", "--rm", "--label", TestLabel(), "--entrypoint", "readlink", tag_,
       "-f", "/opt/hermes/docker/main-wrapper.sh", "/usr/local/bin/hermes"});
  EXPECT_EQ(links.out,
            "/usr/local/bin/hermes-entry\n/usr/local/bin/hermes-entry\n");
}

}  // namespace
}  // namespace hermes::fixture
