#include "gateway/lifecycle/profile_ports.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/file.h>
#include <sys/stat.h>

#include <string>

#include "absl/strings/match.h"
#include "shim/base/unique_fd.h"
#include "tests/gateway/temp_directory.h"

namespace hermes::gateway {
namespace {

constexpr char kKey[] = "API_SERVER_KEY=0123456789abcdef\n";

TEST(ListeningPortTest, ReadsPortFromListenerBase) {
  EXPECT_EQ(ListeningPort(R"({"platforms":{"api_server":
      {"listener_base":"http://127.0.0.1:8643"}}})"),
            8643);
  EXPECT_EQ(ListeningPort(R"({"platforms":{"api_server":
      {"listener_base":"http://[::1]:8644"}}})"),
            8644);
}

TEST(ListeningPortTest, ReturnsZeroForOtherText) {
  for (const char* text :
       {"", "{", "[]", "{\"platforms\":1}",
        R"({"platforms":{"api_server":{"listener_base":5}}})",
        R"({"platforms":{"api_server":{"listener_base":"http://h:99999"}}})",
        R"({"platforms":{"api_server":{"listener_base":"x"}}})"}) {
    EXPECT_EQ(ListeningPort(text), 0) << text;
  }
}

// A root with the profiles default and coder.
class ProfilePortsTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_EQ(mkdir(root_.Path("profiles").c_str(), 0700), 0);
    ASSERT_EQ(mkdir(coder_.home.c_str(), 0700), 0);
    root_.Write("profiles/coder/SOUL.md", "");
    own_.api.on = true;
    own_.api.port = 8642;
  }

  TempDirectory root_;
  Profile coder_{"coder", root_.path(), root_.Path("profiles/coder"), ""};
  Profile default_{"default", root_.path(), root_.path(), ""};
  GatewayConfig own_;
};

TEST_F(ProfilePortsTest, RejectsPortOfDefaultProfile) {
  root_.Write(".env", kKey);
  const absl::Status status = CheckPortOfDefault(coder_, own_, {});
  EXPECT_TRUE(absl::StrContains(status.message(), "coder and default"))
      << status;
}

TEST_F(ProfilePortsTest, AcceptsPortIfDefaultProfilesApiIsOff) {
  EXPECT_TRUE(CheckPortOfDefault(coder_, own_, {}).ok());
  root_.Write(".env", kKey);
  EXPECT_TRUE(
      CheckPortOfDefault(coder_, own_, {{"API_SERVER_ENABLED", "0"}}).ok());
}

TEST_F(ProfilePortsTest, AppliesContainerVariablesToDefaultProfile) {
  const EnvironmentMap container = {{"API_SERVER_KEY", "0123456789abcdef"},
                                    {"API_SERVER_PORT", "8642"}};
  EXPECT_FALSE(CheckPortOfDefault(coder_, own_, container).ok());
}

TEST_F(ProfilePortsTest, IgnoresDamagedDefaultProfile) {
  root_.Write(".env", std::string(kKey) + "X='\n");
  EXPECT_TRUE(CheckPortOfDefault(coder_, own_, {}).ok());
  root_.Write(".env", kKey);
  root_.Write("config.yaml", "a: [\n");
  EXPECT_TRUE(CheckPortOfDefault(coder_, own_, {}).ok());
}

TEST_F(ProfilePortsTest, AcceptsOwnApiOffAndDefaultItself) {
  root_.Write(".env", kKey);
  EXPECT_TRUE(CheckPortOfDefault(default_, own_, {}).ok());
  own_.api.on = false;
  EXPECT_TRUE(CheckPortOfDefault(coder_, own_, {}).ok());
}

class PortHolderTest : public ProfilePortsTest {
 protected:
  void SetUp() override {
    ProfilePortsTest::SetUp();
    root_.Write("profiles/coder/gateway_state.json",
                R"({"platforms":{"api_server":
                    {"listener_base":"http://127.0.0.1:8642"}}})");
    root_.Write("profiles/coder/gateway.lock", "");
  }

  void HoldLock() {
    lock_.reset(open(root_.Path("profiles/coder/gateway.lock").c_str(),
                     O_RDWR | O_CLOEXEC));
    ASSERT_EQ(flock(lock_.get(), LOCK_EX | LOCK_NB), 0);
  }

  std::string Named(const char* error, uint16_t port) {
    return std::string(
        NamePortHolder(absl::FailedPreconditionError(error), default_, port)
            .message());
  }

  UniqueFd lock_;
};

TEST_F(PortHolderTest, NamesLiveHolder) {
  HoldLock();
  EXPECT_TRUE(absl::StrContains(Named("api_server_port_in_use: x", 8642),
                                "the profile coder"));
}

TEST_F(PortHolderTest, DoesNotNameDeadHolder) {
  EXPECT_EQ(Named("api_server_port_in_use: x", 8642),
            "api_server_port_in_use: x");
}

TEST_F(PortHolderTest, DoesNotNameGatewayOnAnotherPort) {
  HoldLock();
  EXPECT_EQ(Named("api_server_port_in_use: x", 8643),
            "api_server_port_in_use: x");
}

TEST_F(PortHolderTest, KeepsOtherErrors) {
  HoldLock();
  EXPECT_EQ(Named("api_server_bind_failed: x", 8642),
            "api_server_bind_failed: x");
}

}  // namespace
}  // namespace hermes::gateway
