#include "gateway/dashboard/instance.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <boost/json.hpp>
#include <cerrno>
#include <chrono>
#include <utility>

#include "absl/strings/str_cat.h"
#include "gateway/dashboard/view/json_text.h"
#include "gateway/files/durable_file.h"
#include "gateway/files/open_error.h"
#include "gateway/lock/process_facts.h"

namespace hermes::gateway::dashboard {
namespace {

namespace json = boost::json;
using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr size_t kLargestRecord = 1 << 14;
// The limit for waiting while the lock's holder is not a live dashboard, and
// the interval at which the lock is tried.
constexpr milliseconds kProbePatience{200};
constexpr milliseconds kProbeInterval{10};
constexpr int kFlags = O_RDWR | O_NOFOLLOW | O_CLOEXEC;

// Returns true if this process now holds the lock, and also if the file system
// has no locks: a second dashboard is a nuisance, having none is worse.
bool Lock(int fd, int how) {
  while (flock(fd, how | LOCK_NB) != 0) {
    if (errno != EINTR) return errno != EWOULDBLOCK;
  }
  return true;
}

// Returns false if the previous holder of the lock has removed the file
// meanwhile.
bool StillNamed(int root_fd, int fd) {
  struct stat held = {};
  struct stat named = {};
  return fstat(fd, &held) == 0 &&
         fstatat(root_fd, kDashboardPidFile, &named, AT_SYMLINK_NOFOLLOW) ==
             0 &&
         held.st_dev == named.st_dev && held.st_ino == named.st_ino;
}

// The URL is printed on terminals, perhaps by root, and the hermes uid can
// write the file: control characters must not get through.
bool IsVisibleAscii(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return c > 0x20 && c < 0x7F; });
}

// Returns the record if its process lives in this container.
std::optional<InstanceRecord> LiveRecord(int root_fd) {
  const absl::StatusOr<std::string> text =
      ReadSmallFile(root_fd, kDashboardPidFile, kLargestRecord);
  if (!text.ok()) return std::nullopt;
  std::optional<InstanceRecord> record = ParseInstanceRecord(*text);
  if (!record.has_value()) return std::nullopt;
  const std::optional<ProcessFacts> process =
      ProcProcessTable().Find(record->pid);
  if (!process.has_value() || process->start_time != record->start_time) {
    return std::nullopt;
  }
  return record;
}

// Like Lock(fd, LOCK_EX), but retries for a while if the holder is not a live
// dashboard: FindInstance() holds the lock for a moment.
bool LockDespiteProbes(int root_fd, int fd) {
  const Clock::time_point deadline = Clock::now() + kProbePatience;
  while (!Lock(fd, LOCK_EX)) {
    if (LiveRecord(root_fd).has_value() || Clock::now() >= deadline) {
      return false;
    }
    poll(nullptr, 0, static_cast<int>(kProbeInterval.count()));
  }
  return true;
}

std::string Holder(int root_fd) {
  const std::optional<InstanceRecord> record = LiveRecord(root_fd);
  if (!record.has_value()) return "in another container on this volume";
  return absl::StrCat("as pid ", record->pid);
}

}  // namespace

std::string FormatInstanceRecord(const InstanceRecord& record) {
  return json::serialize(json::object{{"pid", record.pid},
                                      {"kind", "hermes-dashboard"},
                                      {"start_time", record.start_time},
                                      {"url", record.url}}) +
         "\n";
}

std::optional<InstanceRecord> ParseInstanceRecord(std::string_view text) {
  json::error_code error;
  const json::value value =
      json::parse(json::string_view(text.data(), text.size()), error);
  if (error.failed() || !value.is_object()) return std::nullopt;
  const json::object& object = value.get_object();
  const json::value* start = object.if_contains("start_time");
  const json::value* url = object.if_contains("url");
  InstanceRecord record;
  record.pid = PidMember(object, "pid");
  if (record.pid == 0 || start == nullptr || !start->is_number() ||
      url == nullptr || !url->is_string() ||
      !IsVisibleAscii(url->get_string())) {
    return std::nullopt;
  }
  record.start_time = start->to_number<uint64_t>(error);
  record.url = std::string(url->get_string());
  if (error.failed()) return std::nullopt;
  return record;
}

absl::StatusOr<std::unique_ptr<Instance>> Instance::Claim(int root_fd) {
  for (;;) {
    UniqueFd lock(openat(root_fd, kDashboardPidFile, kFlags | O_CREAT, 0644));
    if (!lock.valid()) return CannotOpenInHome(kDashboardPidFile, errno);
    if (!LockDespiteProbes(root_fd, lock.get())) {
      return absl::AlreadyExistsError(absl::StrCat(
          "a dashboard of this data directory is already running ",
          Holder(root_fd), "; `hermes dashboard --stop` stops it"));
    }
    if (!StillNamed(root_fd, lock.get())) continue;
    std::unique_ptr<Instance> instance(new Instance(root_fd, std::move(lock)));
    instance->Record("").IgnoreError();
    return instance;
  }
}

Instance::~Instance() {
  if (StillNamed(root_fd_, lock_.get())) {
    unlinkat(root_fd_, kDashboardPidFile, 0);
  }
}

absl::Status Instance::Record(const std::string& url) const {
  InstanceRecord record;
  record.pid = getpid();
  record.url = url;
  const std::optional<ProcessFacts> self = ProcProcessTable().Find(getpid());
  if (self.has_value()) record.start_time = self->start_time;
  // Write into the locked file itself: a file renamed into its place would not
  // be locked.
  if (ftruncate(lock_.get(), 0) != 0 || lseek(lock_.get(), 0, SEEK_SET) != 0) {
    return absl::ErrnoToStatus(errno, kDashboardPidFile);
  }
  return WriteAll(lock_.get(), FormatInstanceRecord(record));
}

InstanceHolder FindInstance(int root_fd) {
  InstanceHolder holder;
  const UniqueFd lock(
      openat(root_fd, kDashboardPidFile, O_RDONLY | O_NOFOLLOW | O_CLOEXEC));
  if (!lock.valid() || Lock(lock.get(), LOCK_SH)) return holder;
  holder.held = true;
  holder.record = LiveRecord(root_fd);
  return holder;
}

}  // namespace hermes::gateway::dashboard
