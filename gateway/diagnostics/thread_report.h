#ifndef GATEWAY_DIAGNOSTICS_THREAD_REPORT_H_
#define GATEWAY_DIAGNOSTICS_THREAD_REPORT_H_

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hermes::gateway {

// Where a thread that is not running is, from /proc/PID/task/TID/syscall.
struct ThreadPlace {
  int64_t syscall = -1;  // its number; -1 if in none, as when a tracer holds it
  uint64_t stack = 0;    // the stack pointer
  uint64_t code = 0;     // the program counter
};

// Parses the text of that file. Returns std::nullopt if the thread runs or may
// not be inspected. Pure.
std::optional<ThreadPlace> ParsePlace(std::string_view syscall);

// What /proc reports about one thread of this process.
struct ThreadReport {
  pid_t tid = 0;
  std::string comm;
  char state = '?';   // R, S, D, T, t ...
  std::string wchan;  // the kernel function it waits in; "" if unknown
  double cpu_secs = 0;
  std::optional<ThreadPlace> place;  // std::nullopt if it runs
};

// Returns one line without its newline. Pure.
std::string FormatThread(const ThreadReport& thread);

// Returns all threads of this process, ordered by tid.
std::vector<ThreadReport> ReportThreads();

// Returns one thread; std::nullopt if it does not exist any more.
std::optional<ThreadReport> ReportThread(pid_t tid);

// A range of memory; `end` is exclusive.
struct CodeRange {
  uint64_t begin = 0;
  uint64_t end = 0;
};

// Returns the executable ranges in the text of /proc/PID/maps. Pure.
std::vector<CodeRange> CodeRanges(std::string_view maps);

// Returns those of `words` that point into one of the ranges `code`, at most
// 64. Pure.
std::vector<uint64_t> CodeAddresses(const std::vector<uint64_t>& words,
                                    const std::vector<CodeRange>& code);

// Returns the code addresses on the stack of the thread of this process that is
// at `place`. Its program counter is first, then return addresses, innermost
// first, mixed with stale ones of calls that have ended. The thread is not
// touched, and memory is read through the kernel, so that a thread that
// continues meanwhile does no harm.
std::vector<uint64_t> StackAddresses(const ThreadPlace& place);

}  // namespace hermes::gateway

#endif  // GATEWAY_DIAGNOSTICS_THREAD_REPORT_H_
