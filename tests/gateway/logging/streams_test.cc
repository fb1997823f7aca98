#include "gateway/logging/streams.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include "gateway/files/unique_fd.h"

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

// More than a pipe holds, and nobody reads: without the time limit this test
// never ends.
TEST(StreamsTest, GivesUpOnAReaderThatDoesNotRead) {
  const Pipe pipe;
  EXPECT_FALSE(WritePatiently(pipe.out.get(), std::string(1 << 20, 'x'),
                              milliseconds(1)));
}

TEST(StreamsTest, GivesUpOnAReaderThatHasGone) {
  signal(SIGPIPE, SIG_IGN);
  Pipe pipe;
  pipe.in.reset();
  EXPECT_FALSE(WritePatiently(pipe.out.get(), "x", milliseconds(10000)));
}

TEST(StreamsTest, GivesUpOnAClosedDescriptor) {
  Pipe pipe;
  const int closed = pipe.out.get();
  pipe.out.reset();
  EXPECT_FALSE(WritePatiently(closed, "x", milliseconds(10000)));
}

TEST(StreamsTest, OpensWhatIsClosedOfTheFirstThree) {
  ASSERT_EQ(close(0), 0);
  ASSERT_TRUE(OpenStandardStreams());
  const UniqueFd next(open("/dev/null", O_RDONLY | O_CLOEXEC));
  EXPECT_GT(next.get(), 2);
}

}  // namespace
}  // namespace hermes::gateway
