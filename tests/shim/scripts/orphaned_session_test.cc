#include "shim/scripts/orphaned_session.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <optional>

#include "gtest/gtest.h"
#include "shim/base/process_stat.h"
#include "shim/slot/slot_records.h"
#include "tests/shim/slot/slot_tree.h"

namespace hermes {
namespace {

using fixture::Alive;

// A session leader with one child; both wait. If `deaf`, they ignore TERM.
class Session {
 public:
  explicit Session(bool deaf) {
    int pipe_ends[2];
    EXPECT_EQ(pipe(pipe_ends), 0);
    leader_ = fork();
    if (leader_ == 0) Lead(deaf, pipe_ends[1]);
    close(pipe_ends[1]);
    EXPECT_EQ(read(pipe_ends[0], &child_, sizeof child_),
              static_cast<ssize_t>(sizeof child_));
    close(pipe_ends[0]);
    start_.pid = leader_;
    const std::optional<ProcessStat> stat = ReadProcessStat(leader_);
    start_.start_ticks = stat ? stat->start_ticks : 0;
  }
  ~Session() {
    EndLeader();
    kill(child_, SIGKILL);
  }
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  void EndLeader() {
    if (leader_ < 0) return;
    kill(leader_, SIGKILL);
    waitpid(leader_, nullptr, 0);
    leader_ = -1;
  }
  pid_t child() const { return child_; }
  const StartRecord& start() const { return start_; }

 private:
  [[noreturn]] static void Lead(bool deaf, int pipe_end) {
    setsid();
    if (deaf) signal(SIGTERM, SIG_IGN);
    const pid_t child = fork();
    if (child != 0 && write(pipe_end, &child, sizeof child) < 0) _exit(1);
    close(pipe_end);
    while (true) pause();
  }

  pid_t leader_ = -1;
  pid_t child_ = -1;
  StartRecord start_;
};

TEST(EndOrphanedSessionTest, EndsChildOfDeadLeader) {
  Session session(/*deaf=*/false);
  session.EndLeader();
  ASSERT_TRUE(Alive(session.child()));
  EXPECT_EQ(EndOrphanedSession(session.start()), 1);
  EXPECT_FALSE(Alive(session.child()));
}

TEST(EndOrphanedSessionTest, KillsChildThatIgnoresTerm) {
  Session session(/*deaf=*/true);
  session.EndLeader();
  EXPECT_EQ(EndOrphanedSession(session.start()), 1);
  EXPECT_TRUE(fixture::Eventually([&] { return !Alive(session.child()); }));
}

TEST(EndOrphanedSessionTest, ReturnsZeroForEmptySession) {
  StartRecord start;
  {
    Session session(/*deaf=*/false);
    start = session.start();
    session.EndLeader();
    EndOrphanedSession(start);
  }
  EXPECT_EQ(EndOrphanedSession(start), 0);
}

TEST(EndOrphanedSessionTest, SparesSessionOfReusedPid) {
  Session session(/*deaf=*/false);
  StartRecord other = session.start();
  other.start_ticks += 1;
  EXPECT_EQ(EndOrphanedSession(other), 0);
  EXPECT_TRUE(Alive(session.child()));
}

TEST(EndOrphanedSessionTest, IgnoresMissingRecordAndPid1) {
  EXPECT_EQ(EndOrphanedSession(StartRecord{}), 0);
  EXPECT_EQ(EndOrphanedSession(StartRecord{1, 0, 0}), 0);
}

}  // namespace
}  // namespace hermes
