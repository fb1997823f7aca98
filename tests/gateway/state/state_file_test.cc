#include "gateway/state/state_file.h"

#include <gtest/gtest.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/json.hpp>
#include <chrono>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "gateway/files/durable_file.h"
#include "gateway/files/timed_lock.h"
#include "shim/base/unique_fd.h"
#include "tests/gateway/temp_directory.h"

namespace hermes::gateway {
namespace {

TEST(StateFileTest, MergesIntoFile) {
  const TempDirectory dir;
  dir.Write("gateway_state.json", R"({"desired_state":"stopped"})");
  ASSERT_TRUE(StateFile(dir.fd(), PidRecord()).Write(StateUpdate()).ok());
  const std::string text = dir.Read("gateway_state.json");
  EXPECT_NE(text.find(R"("desired_state":"stopped")"), std::string::npos);
  EXPECT_NE(text.find(R"("gateway_state":"starting")"), std::string::npos);
}

TEST(StateFileTest, MovesCorruptFileAside) {
  const TempDirectory dir;
  dir.Write("gateway_state.json", "{\"half");
  ASSERT_TRUE(StateFile(dir.fd(), PidRecord()).Write(StateUpdate()).ok());
  EXPECT_EQ(dir.Read("gateway_state.json.corrupt"), "{\"half");
  EXPECT_NE(dir.Read("gateway_state.json").find("starting"), std::string::npos);
}

// Does what `hermes gateway stop` does to the file: replaces it under the lock,
// and keeps unknown members.
void WriteDesired(const TempDirectory& home, const std::string& value) {
  const UniqueFd lock = LockFileWithin(home.fd(), ".gateway_state.lock",
                                       std::chrono::seconds(30));
  boost::json::object state =
      boost::json::parse(home.Read("gateway_state.json")).as_object();
  state["desired_state"] = value;
  ASSERT_TRUE(ReplaceFile(home.fd(), "gateway_state.json",
                          boost::json::serialize(state), 0644)
                  .ok());
}

// Writes its state repeatedly in a separate process until it is killed.
class BusyGateway {
 public:
  explicit BusyGateway(const TempDirectory& home) : pid_(fork()) {
    if (pid_ != 0) return;
    for (;;) {
      if (!StateFile(home.fd(), PidRecord()).Write(StateUpdate()).ok()) break;
      // flock is not fair: without a pause other processes would wait long.
      poll(nullptr, 0, 1);
    }
    _exit(1);
  }
  BusyGateway(const BusyGateway&) = delete;
  // Kills the process. Returns true if every write succeeded.
  bool End() {
    kill(pid_, SIGKILL);
    int status = 0;
    waitpid(std::exchange(pid_, 0), &status, 0);
    return WIFSIGNALED(status);
  }
  ~BusyGateway() {
    if (pid_ != 0) End();
  }

 private:
  pid_t pid_;
};

// Without the lock, some of these writes are overwritten with older content.
TEST(StateFileTest, KeepsConcurrentWriteOfOperator) {
  const TempDirectory home;
  ASSERT_TRUE(StateFile(home.fd(), PidRecord()).Write(StateUpdate()).ok());
  BusyGateway gateway(home);
  for (int i = 0; i < 100; ++i) {
    const std::string value = absl::StrCat("word-", i);
    WriteDesired(home, value);
    // A writer that read the file earlier has finished its write by now.
    ASSERT_TRUE(StateFile(home.fd(), PidRecord()).Write(StateUpdate()).ok());
    EXPECT_NE(home.Read("gateway_state.json").find(absl::StrCat(value, "\"")),
              std::string::npos)
        << value;
  }
  EXPECT_TRUE(gateway.End());
}

TEST(StateFileTest, WritesAfterTimeoutIfLockIsNeverReleased) {
  const TempDirectory home;
  const UniqueFd held = LockFileWithin(home.fd(), ".gateway_state.lock",
                                       std::chrono::milliseconds(0));
  EXPECT_TRUE(StateFile(home.fd(), PidRecord()).Write(StateUpdate()).ok());
  EXPECT_TRUE(home.Has("gateway_state.json"));
}

}  // namespace
}  // namespace hermes::gateway
