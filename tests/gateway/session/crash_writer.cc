// Runs turns in the home that is its argument until it is killed, and prints
// every acknowledgement of the store on stdout, each line with one write():
//   open SESSION TEXT resumed|new
//   close SESSION TEXT
#include <fcntl.h>
#include <unistd.h>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <string>

#include "absl/strings/str_cat.h"
#include "gateway/session/sqlite_session_store.h"
#include "gateway/session/storage_thread.h"
#include "gateway/turn/chat_message.h"
#include "gateway/turn/session_store.h"

namespace hermes::gateway {
namespace {

constexpr int kSessions = 4;

void Print(const std::string& line) {
  // Shorter than PIPE_BUF, so it is written as a whole or not at all.
  const std::string whole = line + "\n";
  if (write(STDOUT_FILENO, whole.data(), whole.size()) < 0) _exit(1);
}

boost::asio::awaitable<void> Converse(SqliteSessionStore& store,
                                      std::string session, std::string run) {
  for (int n = 0;; ++n) {
    const std::string text = absl::StrCat(run, "-", n);
    TurnOpening opening;
    opening.session.id = session;
    opening.platform = "test";
    opening.input = TextMessage(Role::kUser, text);
    opening.wants_history = n % 8 == 0;
    const auto turn = co_await store.OpenTurn(opening);
    if (!turn.ok()) _exit(2);
    Print(absl::StrCat("open ", session, " ", text, " ",
                       turn->resumed ? "resumed" : "new"));
    TurnClosing closing;
    closing.session_id = turn->session_id;
    closing.turn_token = turn->turn_token;
    closing.reply = absl::StrCat("re:", text);
    closing.finish_reason = "stop";
    const absl::Status closed = co_await store.CloseTurn(closing);
    if (!closed.ok()) _exit(3);
    Print(absl::StrCat("close ", session, " ", text));
  }
}

int Run(const char* home, const char* run) {
  const int home_fd = open(home, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (home_fd < 0) return 1;
  boost::asio::io_context io(1);
  StorageOptions options;
  options.home_fd = home_fd;
  SqliteSessionStore store(io, options);
  for (int n = 0; n < kSessions; ++n) {
    boost::asio::co_spawn(io, Converse(store, absl::StrCat("s", n), run),
                          boost::asio::detached);
  }
  io.run();
  return 4;
}

}  // namespace
}  // namespace hermes::gateway

int main(int argc, char** argv) {
  return argc == 3 ? hermes::gateway::Run(argv[1], argv[2]) : 64;
}
