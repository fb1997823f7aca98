#include "shim/scripts/log_pipe.h"

#include <fcntl.h>
#include <unistd.h>

#include <string>

#include "gtest/gtest.h"
#include "shim/base/unique_fd.h"

namespace hermes {
namespace {

constexpr long kLong = 3600000;

struct Pipe {
  Pipe() {
    int fds[2];
    if (pipe2(fds, O_CLOEXEC) != 0) abort();
    out.reset(fds[0]);
    in.reset(fds[1]);
  }
  void Write(const std::string& text) const {
    ASSERT_EQ(write(in.get(), text.data(), text.size()),
              static_cast<ssize_t>(text.size()));
  }
  std::string Read() const {
    char buffer[100];
    const ssize_t n = read(out.get(), buffer, sizeof buffer);
    return {buffer, n > 0 ? static_cast<size_t>(n) : 0};
  }

  UniqueFd out;
  UniqueFd in;
};

TEST(WaitForOutputTest, ReturnsTrueForOutputAndConsumesNone) {
  const Pipe pipe;
  pipe.Write("a line\n");
  EXPECT_TRUE(WaitForOutput(pipe.out.get()));
  EXPECT_EQ(pipe.Read(), "a line\n");
}

TEST(WaitForOutputTest, ReturnsFalseAtEndOfFile) {
  Pipe pipe;
  pipe.in.reset();
  EXPECT_FALSE(WaitForOutput(pipe.out.get()));
}

TEST(WaitForOutputTest, ReturnsTrueForOutputBeforeEndOfFile) {
  Pipe pipe;
  pipe.Write("last words\n");
  pipe.in.reset();
  EXPECT_TRUE(WaitForOutput(pipe.out.get()));
}

TEST(HasEndedTest, RequiresNoWriterAndNoBufferedOutput) {
  Pipe pipe;
  EXPECT_FALSE(HasEnded(pipe.out.get()));
  pipe.Write("last words\n");
  EXPECT_FALSE(HasEnded(pipe.out.get()));
  pipe.in.reset();
  EXPECT_FALSE(HasEnded(pipe.out.get()));
  EXPECT_EQ(pipe.Read(), "last words\n");
  EXPECT_TRUE(HasEnded(pipe.out.get()));
}

TEST(ForwardTest, CopiesUntilEndOfFile) {
  Pipe from;
  const Pipe to;
  from.Write("a line\n");
  from.in.reset();
  EXPECT_EQ(Forward(from.out.get(), to.in.get(), kLong),
            ForwardEnd::kEndOfFile);
  EXPECT_EQ(to.Read(), "a line\n");
}

TEST(ForwardTest, EndsAfterItsDuration) {
  const Pipe from;
  const Pipe to;
  EXPECT_EQ(Forward(from.out.get(), to.in.get(), 20), ForwardEnd::kElapsed);
}

TEST(ForwardTest, DropsDataForFullPipe) {
  Pipe from;
  const Pipe to;
  ASSERT_EQ(fcntl(to.in.get(), F_SETFL, O_NONBLOCK), 0);
  const std::string page(4096, 'x');
  while (write(to.in.get(), page.data(), page.size()) > 0) {
  }
  ASSERT_EQ(fcntl(to.in.get(), F_SETFL, 0), 0);
  from.Write(page + page);
  from.in.reset();
  EXPECT_EQ(Forward(from.out.get(), to.in.get(), kLong),
            ForwardEnd::kEndOfFile);
}

}  // namespace
}  // namespace hermes
