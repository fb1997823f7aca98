#ifndef GATEWAY_DIAGNOSTICS_THREAD_REPORT_H_
#define GATEWAY_DIAGNOSTICS_THREAD_REPORT_H_

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hermes::gateway {

// Where a thread is that does not run: from /proc/PID/task/TID/syscall.
struct ThreadPlace {
  int64_t syscall = -1;  // its number; -1: in none, as when a tracer holds it
  uint64_t stack = 0;    // the stack pointer
  uint64_t code = 0;     // the program counter
};

// Takes that file's text apart. Nothing for one that runs, or is not to be
// seen. Pure.
std::optional<ThreadPlace> ParsePlace(std::string_view syscall);

// What /proc tells about one thread of this process.
struct ThreadReport {
  pid_t tid = 0;
  std::string comm;
  char state = '?';   // R, S, D, T, t ...
  std::string wchan;  // the kernel's function that it waits in; "": not told
  double cpu_secs = 0;
  std::optional<ThreadPlace> place;  // nothing: it runs, or hides
};

// One line without its newline. Pure.
std::string FormatThread(const ThreadReport& thread);

// All threads of this process, in the order of their numbers.
std::vector<ThreadReport> ReportThreads();

// One of them; nothing if it is gone.
std::optional<ThreadReport> ReportThread(pid_t tid);

// A part of memory, without its end.
struct CodeRange {
  uint64_t begin = 0;
  uint64_t end = 0;
};

// The executable parts of the text of /proc/PID/maps. Pure.
std::vector<CodeRange> CodeRanges(std::string_view maps);

// What of `words` points into one of `code`, at most 64. Pure.
std::vector<uint64_t> CodeAddresses(const std::vector<uint64_t>& words,
                                    const std::vector<CodeRange>& code);

// The code addresses on the stack of a thread of this process that is at
// `place`, its program counter first: return addresses, innermost first, among
// what calls that have ended left there. The thread is not touched and memory
// is read through the kernel, so that nothing can go wrong where it runs on.
std::vector<uint64_t> StackAddresses(const ThreadPlace& place);

}  // namespace hermes::gateway

#endif  // GATEWAY_DIAGNOSTICS_THREAD_REPORT_H_
