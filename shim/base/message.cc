#include "shim/base/message.h"

#include <poll.h>
#include <signal.h>
#include <time.h>
#include <unistd.h>

#include <cerrno>
#include <climits>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include "shim/base/monotonic_clock.h"

namespace hermes {
namespace {

constexpr long kNanosecondsPerMs = 1000000;
constexpr long kInterruptEveryMs = 20;

long limit_ms = -1;  // no limit if negative
int dropped = 0;     // lines dropped since the last one that was written
volatile sig_atomic_t foreign_alarm = 0;

bool IsControl(char c) {
  return (static_cast<unsigned char>(c) < 0x20 && c != '\n') || c == 0x7f;
}

std::string Line(std::initializer_list<std::string_view> parts) {
  std::string line = "hermes-entry: ";
  for (const std::string_view part : parts) line.append(part);
  for (char& c : line) {
    if (IsControl(c)) c = '?';
  }
  line.push_back('\n');
  return line;
}

void NoteAlarm(int /*signo*/, siginfo_t* info, void* /*context*/) {
  if (info->si_code != SI_TIMER) foreign_alarm = 1;
}

// After `after_ms`, interrupts blocking system calls of this process again and
// again. No other method limits a write: O_NONBLOCK would apply to
// other processes with the same stderr, and after a poll(2) another writer may
// use the room first.
class Interrupter {
 public:
  explicit Interrupter(long after_ms) {
    struct sigaction action = {};
    action.sa_sigaction = NoteAlarm;
    action.sa_flags = SA_SIGINFO;  // no SA_RESTART: the write must end
    sigaction(SIGALRM, &action, &before_);
    sigevent event = {};
    event.sigev_notify = SIGEV_SIGNAL;
    event.sigev_signo = SIGALRM;
    armed_ = timer_create(CLOCK_MONOTONIC, &event, &timer_) == 0;
    // The timer repeats because the first signal may arrive just before the
    // system call.
    const itimerspec times = {
        {0, kInterruptEveryMs * kNanosecondsPerMs},
        {after_ms / 1000, after_ms % 1000 * kNanosecondsPerMs + 1}};
    armed_ = armed_ && timer_settime(timer_, 0, &times, nullptr) == 0;
    sigset_t alarm;
    sigemptyset(&alarm);
    sigaddset(&alarm, SIGALRM);
    sigprocmask(SIG_UNBLOCK, &alarm, &mask_);
  }
  ~Interrupter() {
    sigprocmask(SIG_SETMASK, &mask_, nullptr);
    if (armed_) timer_delete(timer_);
    sigaction(SIGALRM, &before_, nullptr);
    if (foreign_alarm == 0) return;
    foreign_alarm = 0;
    kill(getpid(), SIGALRM);
  }
  Interrupter(const Interrupter&) = delete;
  Interrupter& operator=(const Interrupter&) = delete;

  bool armed() const { return armed_; }

 private:
  struct sigaction before_ = {};
  sigset_t mask_ = {};
  timer_t timer_ = {};
  bool armed_ = false;
};

bool HasRoom(long wait_ms) {
  pollfd fd = {STDERR_FILENO, POLLOUT, 0};
  return poll(&fd, 1, static_cast<int>(wait_ms)) != 0;
}

// Writes `line`; returns false if the limit has passed first. Returns true
// after an error, for instance if stderr has no reader: waiting would not help.
bool Write(std::string_view line) {
  std::optional<Interrupter> interrupter;
  const long deadline = limit_ms < 0 ? LONG_MAX : MonotonicMs() + limit_ms;
  if (limit_ms >= 0) interrupter.emplace(limit_ms);
  // Without a timer, wait for room first. Only another writer that takes this
  // room can then block the write.
  if (interrupter && !interrupter->armed() && !HasRoom(limit_ms)) return false;
  while (true) {
    const ssize_t written = write(STDERR_FILENO, line.data(), line.size());
    if (written < 0 && errno == EAGAIN) {
      HasRoom(kInterruptEveryMs);  // Another process made it non-blocking.
    } else if (written < 0 && errno != EINTR) {
      return true;
    }
    if (written > 0) line.remove_prefix(static_cast<size_t>(written));
    if (line.empty()) return true;
    if (MonotonicMs() >= deadline) return false;
  }
}

std::string DroppedLine() {
  return Line({"lines missing here, because stderr could not be written: ",
               std::to_string(dropped)});
}

}  // namespace

void LimitSay(long limit) { limit_ms = limit; }

void Say(std::initializer_list<std::string_view> parts) {
  std::string line = Line(parts);
  if (dropped > 0) {
    if (!HasRoom(0)) {
      ++dropped;
      return;
    }
    line.insert(0, DroppedLine());
  }
  dropped = Write(line) ? 0 : dropped + 1;
}

}  // namespace hermes
