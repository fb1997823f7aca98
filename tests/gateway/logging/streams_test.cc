#include "gateway/logging/streams.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstddef>
#include <string>
#include <thread>

#include "shim/base/unique_fd.h"

namespace hermes::gateway {
namespace {

using std::chrono::milliseconds;

struct Pipe {
  Pipe() {
    int fds[2];
    EXPECT_EQ(pipe2(fds, O_CLOEXEC), 0);
    in.reset(fds[0]);
    out.reset(fds[1]);
  }
  UniqueFd in;
  UniqueFd out;
};

TEST(StreamsTest, WritesAll) {
  const Pipe pipe;
  ASSERT_TRUE(WritePatiently(pipe.out.get(), "hello", milliseconds(10000)));
  char got[8] = {};
  ASSERT_EQ(read(pipe.in.get(), got, sizeof(got)), 5);
  EXPECT_STREQ(got, "hello");
}

// The text exceeds a pipe's capacity: without the time limit this test never
// ends.
TEST(StreamsTest, GivesUpIfReaderDoesNotRead) {
  const Pipe pipe;
  EXPECT_FALSE(WritePatiently(pipe.out.get(), std::string(1 << 20, 'x'),
                              milliseconds(1)));
}

TEST(StreamsTest, GivesUpIfReaderHasClosed) {
  signal(SIGPIPE, SIG_IGN);
  Pipe pipe;
  pipe.in.reset();
  EXPECT_FALSE(WritePatiently(pipe.out.get(), "x", milliseconds(10000)));
}

TEST(StreamsTest, GivesUpIfDescriptorIsClosed) {
  Pipe pipe;
  const int closed = pipe.out.get();
  pipe.out.reset();
  EXPECT_FALSE(WritePatiently(closed, "x", milliseconds(10000)));
}

// The reader starts only when the pipe is full. O_NONBLOCK stands for another
// process that shares the write end.
TEST(StreamsTest, WritesAllToSlowReader) {
  const Pipe pipe;
  ASSERT_EQ(fcntl(pipe.out.get(), F_SETFL, O_NONBLOCK), 0);
  const std::string text(1 << 20, 'x');
  std::thread reader([&pipe, &text] {
    pollfd full = {pipe.out.get(), POLLOUT, 0};
    while (poll(&full, 1, 0) != 0) poll(nullptr, 0, 1);
    std::string got(text.size(), '\0');
    for (size_t at = 0; at < got.size();) {
      const ssize_t some =
          read(pipe.in.get(), got.data() + at, got.size() - at);
      ASSERT_GT(some, 0);
      at += static_cast<size_t>(some);
    }
    EXPECT_EQ(got, text);
  });
  EXPECT_EQ(WriteResults(pipe.out.get(), text), 0);
  reader.join();
}

TEST(StreamsTest, ReportsWhyNotAllIsWritten) {
  signal(SIGPIPE, SIG_IGN);
  Pipe pipe;
  pipe.in.reset();
  EXPECT_EQ(WriteResults(pipe.out.get(), "x"), EPIPE);
  const UniqueFd full(open("/dev/full", O_WRONLY | O_CLOEXEC));
  EXPECT_EQ(WriteResults(full.get(), "x"), ENOSPC);
  EXPECT_EQ(WriteResults(full.get(), ""), 0);
}

TEST(StreamsTest, OpensClosedStandardStreams) {
  ASSERT_EQ(close(0), 0);
  ASSERT_TRUE(OpenStandardStreams());
  const UniqueFd next(open("/dev/null", O_RDONLY | O_CLOEXEC));
  EXPECT_GT(next.get(), 2);
}

}  // namespace
}  // namespace hermes::gateway
