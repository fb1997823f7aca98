// Kills a writer at random times, again and again with the same database. Every
// write that the store acknowledged must be there, in order, and every turn
// that was in progress must be marked as interrupted.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <iostream>
#include <map>
#include <random>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gateway/session/session_database.h"
#include "gateway/session/session_limits.h"
#include "gateway/session/sqlite_connection.h"
#include "shim/base/unique_fd.h"
#include "tests/gateway/temp_directory.h"

namespace hermes::gateway {
namespace {

using std::chrono::microseconds;
using std::chrono::steady_clock;

constexpr int kKills = 80;
constexpr int kLongestLifeUs = 150'000;

unsigned Seed() {
  const char* const wanted = getenv("HERMES_CRASH_SEED");
  return wanted == nullptr ? std::random_device()()
                           : static_cast<unsigned>(atoi(wanted));
}

// Starts the writer, kills it after `life`, and returns the complete lines that
// it has printed.
std::vector<std::string> RunWriter(const std::string& home, int run,
                                   microseconds life) {
  int ends[2];
  EXPECT_EQ(pipe2(ends, O_CLOEXEC), 0);
  const UniqueFd out(ends[0]);
  UniqueFd in(ends[1]);
  const std::string run_name = absl::StrCat(run);
  const char* const writer = getenv("CRASH_WRITER");
  const pid_t parent = getpid();
  const pid_t child = fork();
  if (child == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) _exit(126);
    dup2(in.get(), STDOUT_FILENO);
    execl(writer, writer, home.c_str(), run_name.c_str(), nullptr);
    _exit(127);
  }
  EXPECT_GT(child, 0);
  in.reset();
  std::string text;
  const auto death = steady_clock::now() + life;
  bool killed = false;
  for (;;) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(
        death - steady_clock::now());
    if (left.count() <= 0 && !killed) {
      kill(child, SIGKILL);
      killed = true;
    }
    pollfd wait = {out.get(), POLLIN, 0};
    poll(&wait, 1, killed ? -1 : static_cast<int>(left.count()));
    if (wait.revents == 0) continue;
    char chunk[65536];
    const ssize_t got = read(out.get(), chunk, sizeof(chunk));
    if (got <= 0) break;
    text.append(chunk, static_cast<size_t>(got));
  }
  int status = 0;
  waitpid(child, &status, 0);
  EXPECT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL)
      << "the writer ended before it was killed: " << status;
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

// What the store has acknowledged to all writers so far.
struct Acknowledged {
  std::map<std::string, std::vector<std::string>> messages;  // by session
  std::map<std::string, bool> resumed_at_first;  // to the last writer only
  std::map<std::string, std::string> open;       // to the last writer only
};

void Take(const std::vector<std::string>& lines, Acknowledged& all) {
  all.resumed_at_first.clear();
  all.open.clear();
  for (const std::string& line : lines) {
    std::istringstream stream(line);
    std::string what, session, text, how;
    stream >> what >> session >> text >> how;
    if (what == "open") {
      all.messages[session].push_back(text);
      all.resumed_at_first.try_emplace(session, how == "resumed");
      all.open[session] = text;
    } else {
      ASSERT_EQ(what, "close");
      all.messages[session].push_back("re:" + text);
      all.open.erase(session);
    }
  }
}

std::vector<std::string> Column(SqliteConnection& connection,
                                const std::string& sql) {
  std::vector<std::string> values;
  SqliteQuery query = connection.Query(sql);
  for (;;) {
    const auto row = query.Step();
    EXPECT_TRUE(row.ok()) << row.status();
    if (!row.ok() || !*row) return values;
    values.push_back(query.Text(0));
  }
}

std::vector<std::string> MessagesOf(SqliteConnection& connection,
                                    const std::string& session) {
  return Column(connection,
                absl::StrCat("SELECT content FROM messages WHERE session_id ="
                             " '",
                             session, "' ORDER BY id"));
}

// Returns true if `all` contains the elements of `wanted` in the same order.
bool IsSubsequence(const std::vector<std::string>& wanted,
                   const std::vector<std::string>& all) {
  size_t at = 0;
  for (const std::string& one : all) {
    if (at < wanted.size() && wanted[at] == one) ++at;
  }
  return at == wanted.size();
}

std::set<std::string> ToBeResumed(SqliteConnection& connection,
                                  const std::string& where) {
  const std::vector<std::string> ids =
      Column(connection, absl::StrCat("SELECT id FROM sessions WHERE ", where));
  return {ids.begin(), ids.end()};
}

class CrashTest : public testing::Test {
 protected:
  // Checks the database as the killed writer left it, before it is recovered.
  void CheckDatabase(const Acknowledged& all) {
    const auto connection = SqliteConnection::Open(
        std::filesystem::canonical(home_.Path("gateway.db")), 0);
    ASSERT_TRUE(connection.ok()) << connection.status();
    EXPECT_EQ(Column(**connection, "PRAGMA integrity_check"),
              std::vector<std::string>{"ok"});
    if (Column(**connection, "PRAGMA user_version") ==
        std::vector<std::string>{"0"}) {
      EXPECT_TRUE(all.messages.empty());
      return;
    }
    for (const auto& [session, messages] : all.messages) {
      EXPECT_TRUE(IsSubsequence(messages, MessagesOf(**connection, session)))
          << session;
    }
    const std::set<std::string> active = ToBeResumed(
        **connection, "id IN (SELECT session_id FROM active_turns)");
    for (const auto& [session, text] : all.open) {
      const bool answered =
          MessagesOf(**connection, session).back() == "re:" + text;
      EXPECT_TRUE(answered || active.contains(session)) << session;
    }
    for (const std::string& session : active) {
      EXPECT_NE(MessagesOf(**connection, session).back().substr(0, 3), "re:")
          << session;
    }
    pending_ = ToBeResumed(**connection, "resume_pending");
    pending_.insert(active.begin(), active.end());
  }

  void Recover() {
    const auto database = SessionDatabase::Open(home_.fd(), SessionLimits(),
                                                PreviousEnd::kUnclean, false);
    ASSERT_TRUE(database.ok()) << database.status();
    EXPECT_EQ(ToBeResumed((*database)->connection(), "resume_pending"),
              pending_);
    EXPECT_TRUE(Column((*database)->connection(), "SELECT 1 FROM active_turns")
                    .empty());
  }

  TempDirectory home_;
  std::set<std::string> pending_;
};

TEST_F(CrashTest, KeepsEveryAcknowledgedWriteAfterKill) {
  const unsigned seed = Seed();
  std::cout << "HERMES_CRASH_SEED=" << seed << std::endl;
  std::mt19937 random(seed);
  Acknowledged all;
  size_t acknowledged = 0;
  for (int run = 0; run < kKills; ++run) {
    SCOPED_TRACE(absl::StrCat("life ", run, ", seed ", seed));
    const microseconds life(random() % kLongestLifeUs);
    const auto lines = RunWriter(home_.path(), run, life);
    acknowledged += lines.size();
    Take(lines, all);
    for (const auto& [session, resumed] : all.resumed_at_first) {
      EXPECT_EQ(resumed, pending_.contains(session)) << session;
    }
    if (!home_.Has("gateway.db")) continue;
    CheckDatabase(all);
    // Every other writer opens the database exactly as the kill left it.
    if (run % 2 == 0) Recover();
    if (HasFailure()) return;
  }
  // Proves that the kills hit writers that were at work.
  EXPECT_GT(acknowledged, size_t{kKills});
  std::cout << acknowledged << " acknowledgements" << std::endl;
}

}  // namespace
}  // namespace hermes::gateway
