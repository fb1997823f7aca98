// Tests of the files and the configuration of an image.
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/container/docker_container.h"
#include "tests/container/image_listing.h"

namespace hermes::fixture {
namespace {

class ImageFilesTest : public testing::Test {
 protected:
  const std::vector<ImageFile> files_ = ListImage();
};

TEST_F(ImageFilesTest, ContainNoSetuidOrSetgid) {
  EXPECT_GT(files_.size(), 20u);
  for (const ImageFile& file : files_) {
    if (file.mode[0] != '-') continue;
    EXPECT_EQ(file.mode.find_first_of("sS"), std::string::npos) << file.path;
  }
}

TEST_F(ImageFilesTest, LetEveryUidWriteToRunAndTmp) {
  EXPECT_EQ(FileIn(files_, "/run").mode, "drwxrwxrwt");
  EXPECT_EQ(FileIn(files_, "/tmp").mode, "drwxrwxrwt");
}

TEST_F(ImageFilesTest, GiveDataDirectoryToHermes) {
  EXPECT_EQ(FileIn(files_, "/opt/data").owner, "10000/10000");
}

TEST_F(ImageFilesTest, GiveNothingElseToHermes) {
  for (const ImageFile& file : files_) {
    if (file.path == "/opt/data") continue;
    EXPECT_NE(file.owner, "10000/10000") << file.path;
  }
}

TEST_F(ImageFilesTest, LinkOldEntryPointsToBinary) {
  EXPECT_EQ(FileIn(files_, "/usr/local/bin/hermes-entry").mode, "-rwxr-xr-x");
  EXPECT_EQ(FileIn(files_, "/usr/local/bin/hermes").link, "hermes-entry");
  EXPECT_EQ(FileIn(files_, "/usr/bin/tini").link, "../local/bin/hermes-entry");
  for (const char* name : {"entrypoint.sh", "main-wrapper.sh"}) {
    EXPECT_EQ(FileIn(files_, std::string("/opt/hermes/docker/") + name).link,
              "../../../usr/local/bin/hermes-entry");
  }
}

TEST_F(ImageFilesTest, LinkProgramsOfS6InCommand) {
  for (const char* name : {"s6-svscan", "s6-supervise", "s6-svscanctl",
                           "s6-svc", "s6-svstat", "s6-log"}) {
    const std::string path = std::string("/usr/bin/") + name;
    EXPECT_EQ(FileIn(files_, std::string("/command/") + name).link,
              ".." + path);
    EXPECT_EQ(FileIn(files_, path).mode, "-rwxr-xr-x") << path;
  }
}

TEST_F(ImageFilesTest, ContainCertificatesAndTimeZones) {
  EXPECT_EQ(FileIn(files_, "/etc/ssl/certs/ca-certificates.crt").mode,
            "-rw-r--r--");
  EXPECT_NE(FileIn(files_, "/usr/share/zoneinfo/Europe/Berlin").mode, "");
}

TEST(ImageTest, HasRunConfiguration) {
  const auto inspect = [](const std::string& format) {
    return Docker({"image", "inspect", "-f", format, TestImage()}).out;
  };
  EXPECT_EQ(inspect("{{.Config.StopSignal}}"), "SIGTERM\n");
  EXPECT_EQ(inspect("{{json .Config.Entrypoint}}"),
            "[\"/usr/local/bin/hermes-entry\"]\n");
  EXPECT_EQ(inspect("{{json .Config.Healthcheck.Test}}"),
            "[\"CMD\",\"/usr/local/bin/hermes-entry\",\"--entry-health\"]\n");
  EXPECT_NE(inspect("{{json .Config.Volumes}}").find("/opt/data"),
            std::string::npos);
  const std::string ports = inspect("{{json .Config.ExposedPorts}}");
  EXPECT_NE(ports.find("8642/tcp"), std::string::npos) << ports;
  const std::string environment = inspect("{{json .Config.Env}}");
  for (const char* variable :
       {"HERMES_HOME=/opt/data", "HERMES_BIN=/opt/hermes/libexec/hermes",
        "PATH=/usr/local/sbin:/usr/local/bin:"}) {
    EXPECT_NE(environment.find(variable), std::string::npos) << environment;
  }
}

}  // namespace
}  // namespace hermes::fixture
