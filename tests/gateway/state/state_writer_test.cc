#include "gateway/state/state_writer.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <chrono>
#include <string>
#include <thread>

#include "gateway/state/pid_record.h"
#include "gateway/state/state_file.h"
#include "gateway/state/state_record.h"
#include "tests/gateway/temp_directory.h"

namespace hermes::gateway {
namespace {

using std::chrono::milliseconds;

constexpr char kName[] = "gateway_state.json";

StateUpdate Working(int count) {
  StateUpdate update;
  update.state = GatewayState::kRunning;
  update.active_work = count;
  return update;
}

class StateWriterTest : public testing::Test {
 protected:
  // Returns -1 while the record is missing.
  int Recorded() const {
    struct stat record;
    if (stat(home_.Path(kName).c_str(), &record) != 0 ||
        !S_ISREG(record.st_mode)) {
      return -1;
    }
    boost::system::error_code error;
    const boost::json::value state =
        boost::json::parse(home_.Read(kName), error);
    const boost::json::value* const work =
        error ? nullptr : state.find_pointer("/active_agents", error);
    return work == nullptr ? -1 : static_cast<int>(work->as_int64());
  }
  void AwaitRecord(int count) const {
    const auto deadline =
        std::chrono::steady_clock::now() + std::chrono::seconds(30);
    while (Recorded() != count && std::chrono::steady_clock::now() < deadline) {
      std::this_thread::yield();
    }
    EXPECT_EQ(Recorded(), count);
  }

  const TempDirectory home_;
  const StateFile file_{home_.fd(), PidRecord()};
};

TEST_F(StateWriterTest, WritesSoon) {
  StateWriter writer(file_, milliseconds(1));
  writer.WriteSoon(Working(1));
  AwaitRecord(1);
  writer.WriteSoon(Working(2));
  AwaitRecord(2);
}

TEST_F(StateWriterTest, WritesImmediately) {
  StateWriter writer(file_, std::chrono::hours(1));
  writer.Write(Working(3));
  EXPECT_EQ(Recorded(), 3);
}

TEST_F(StateWriterTest, WritesOnlyLastOfSeveralChanges) {
  StateWriter writer(file_, milliseconds(1));
  for (int i = 0; i <= 1000; ++i) writer.WriteSoon(Working(i));
  AwaitRecord(1000);
}

// The queued update is older than the immediate write, and must not follow it.
TEST_F(StateWriterTest, DropsEarlierUpdatesOnImmediateWrite) {
  for (int i = 0; i < 50; ++i) {
    StateWriter writer(file_, milliseconds(0));
    writer.WriteSoon(Working(1));
    writer.Write(Working(2));
    EXPECT_EQ(Recorded(), 2);
  }
  EXPECT_EQ(Recorded(), 2);
}

TEST_F(StateWriterTest, EndsWithoutWaitingForInterval) {
  StateWriter writer(file_, std::chrono::hours(1));
  writer.WriteSoon(Working(1));
  AwaitRecord(1);
  writer.WriteSoon(Working(2));
}

// A directory that cannot be moved aside takes the file's place.
class StuckStateWriterTest : public StateWriterTest {
 protected:
  StuckStateWriterTest() {
    EXPECT_EQ(mkdir(home_.Path(kName).c_str(), 0700), 0);
    home_.Write(std::string(kName) + ".corrupt", "");
  }
  void Clear() const { EXPECT_EQ(rmdir(home_.Path(kName).c_str()), 0); }
};

TEST_F(StuckStateWriterTest, RetriesFailedImmediateWrite) {
  StateWriter writer(file_, milliseconds(1));
  writer.Write(Working(4));
  EXPECT_EQ(Recorded(), -1);
  Clear();
  AwaitRecord(4);
}

TEST_F(StuckStateWriterTest, RetriesFailedDeferredWrite) {
  StateWriter writer(file_, milliseconds(1));
  writer.WriteSoon(Working(5));
  writer.Write(Working(6));
  Clear();
  AwaitRecord(6);
}

}  // namespace
}  // namespace hermes::gateway
