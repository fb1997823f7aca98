#include "tests/shim/slot/slot_tree.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "shim/base/child_process.h"
#include "shim/base/environment.h"
#include "shim/base/expected.h"
#include "shim/base/process_context.h"
#include "shim/base/process_stat.h"
#include "shim/facts/s6_programs.h"
#include "shim/slot/slot_control.h"

namespace hermes::fixture {
namespace {

namespace fs = std::filesystem;

constexpr char kPackage[] = "tests/shim/slot/";
constexpr fs::perms kAnyMayExecute = static_cast<fs::perms>(0755);

void CopyProgram(const char* name, const std::string& to) {
  fs::copy_file(std::string(kPackage) + name, to);
  fs::permissions(to, kAnyMayExecute);
}

void ChownTree(const std::string& path, uid_t uid) {
  if (lchown(path.c_str(), uid, uid) != 0) abort();
  for (const auto& entry : fs::recursive_directory_iterator(path)) {
    if (lchown(entry.path().c_str(), uid, uid) != 0) abort();
  }
}

void BecomeUid(uid_t uid) {
  if (uid == 0) return;
  if (setgid(uid) != 0 || setuid(uid) != 0) _exit(98);
}

}  // namespace

bool Eventually(const std::function<bool()>& condition) {
  const auto deadline =
      std::chrono::steady_clock::now() + std::chrono::seconds(30);
  while (!condition()) {
    if (std::chrono::steady_clock::now() > deadline) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return true;
}

std::string Slurp(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

void Spill(const std::string& path, std::string_view content) {
  std::ofstream(path, std::ios::binary) << content;
}

bool Exists(const std::string& path) {
  struct stat st;
  return lstat(path.c_str(), &st) == 0;
}

bool Alive(pid_t pid) {
  const auto stat = ReadProcessStat(pid);
  return stat.has_value() && stat->state != 'Z';
}

SlotPlace::SlotPlace() {
  char name[] = "/tmp/hermes-slot-XXXXXX";
  if (mkdtemp(name) == nullptr) abort();
  root_ = name;
  fs::permissions(root_, kAnyMayExecute);
  for (const std::string& directory : {scandir(), home(), orders()}) {
    fs::create_directory(directory);
  }
  CopyProgram("slot_program", Path("hermes-entry"));
  CopyProgram("slot_gateway", Path("hermes"));
}

SlotPlace::~SlotPlace() { fs::remove_all(root_); }

std::string SlotPlace::Path(std::string_view name) const {
  return root_ + "/" + std::string(name);
}

SlotSpec SlotPlace::Spec() const {
  SlotSpec spec;
  spec.name = "gateway-default";
  spec.shim_program = Path("hermes-entry");
  spec.kill_timeout_ms = 5000;
  return spec;
}

ProcessContext SlotPlace::Context() const {
  ProcessContext context;
  sigprocmask(SIG_SETMASK, nullptr, &context.signal_mask);
  context.shim_program = Path("hermes-entry");
  return context;
}

SlotControl SlotPlace::Control() const {
  return SlotControl(FindS6Programs(""), scandir(), Context());
}

SlotTree::SlotTree(std::vector<std::string> environment, uid_t uid, int output)
    : control_(place_.Control()) {
  environment.insert(
      environment.end(),
      {"HERMES_HOME=" + place_.home(), "HERMES_BIN=" + place_.Path("hermes"),
       "GATEWAY_ORDERS=" + place_.orders(), "HERMES_ALLOW_ROOT_GATEWAY=1"});
  const std::string file = place_.Path("docker-logs");
  Spill(file, "");
  ChownTree(place_.Path(""), uid);
  const std::vector<std::string> argv = {FindS6Programs("").svscan,
                                         place_.scandir()};
  const std::vector<char*> argp = PointerArray(argv);
  const std::vector<char*> envp = PointerArray(environment);
  scanner_ = fork();
  if (scanner_ == 0) {
    const int fd =
        output >= 0 ? output : open(file.c_str(), O_WRONLY | O_APPEND);
    dup2(fd, STDOUT_FILENO);
    dup2(fd, STDERR_FILENO);
    umask(022);
    BecomeUid(uid);
    execve(argp[0], argp.data(), envp.data());
    _exit(97);
  }
  // A TERM before s6-svscan reads its control FIFO would leave supervisors
  // running.
  const std::string control = place_.scandir() + "/.s6-svscan/control";
  const bool ready = Eventually([&] {
    const int fd = open(control.c_str(), O_WRONLY | O_NONBLOCK | O_CLOEXEC);
    if (fd >= 0) close(fd);
    return fd >= 0;
  });
  if (!ready) abort();
}

SlotTree::~SlotTree() { Stop(); }

void SlotTree::Stop() {
  if (scanner_ < 0) return;
  kill(scanner_, SIGTERM);
  waitpid(scanner_, nullptr, 0);
  scanner_ = -1;
}

void SlotTree::KillScanner() {
  kill(scanner_, SIGKILL);
  waitpid(scanner_, nullptr, 0);
  scanner_ = -1;
}

void SlotTree::Order(const std::string& name, std::string_view content) const {
  Spill(place_.orders() + "/" + name, content);
}

void SlotTree::Revoke(const std::string& name) const {
  unlink((place_.orders() + "/" + name).c_str());
}

std::vector<pid_t> SlotTree::Lives() const {
  std::ifstream in(place_.orders() + "/lives");
  return {std::istream_iterator<pid_t>(in), std::istream_iterator<pid_t>()};
}

SlotStatus SlotTree::Status(const std::string& slot) {
  SlotStatus status;
  const bool written = Eventually([&] {
    const Expected<SlotStatus> read = control_.Status(slot);
    if (read.ok()) status = read.value();
    return read.ok();
  });
  EXPECT_TRUE(written) << slot;
  return status;
}

pid_t SlotTree::AwaitLife(size_t count) const {
  std::vector<pid_t> lives;
  const bool come = Eventually([&] {
    lives = Lives();
    return lives.size() >= count;
  });
  return come ? lives.back() : 0;
}

std::string SlotTree::DockerLogs() const {
  return Slurp(place_.Path("docker-logs"));
}

std::string SlotTree::LogFile() const {
  return Slurp(place_.home() + "/logs/gateways/default/current");
}

std::string SlotTree::Data(const char* record) const {
  return Slurp(place_.scandir() + "/gateway-default/data/" + record);
}

bool StartBare(const SlotTree& tree, const std::string& slot) {
  const std::string svc = FindS6Programs("").svc;
  const ProcessContext context = tree.place().Context();
  const auto result =
      RunProgram({svc,
                  {svc, "-u", tree.place().scandir() + "/" + slot},
                  context.environment,
                  context.signal_mask});
  return result.ok() && result.value().exit_code == 0;
}

bool AsUid(uid_t uid, const std::function<bool()>& action) {
  const pid_t pid = fork();
  if (pid == 0) {
    BecomeUid(uid);
    _exit(action() ? 0 : 1);
  }
  int status = 0;
  return waitpid(pid, &status, 0) == pid && WIFEXITED(status) &&
         WEXITSTATUS(status) == 0;
}

std::vector<pid_t> ProcessesIn(std::string_view comm, const std::string& path) {
  std::vector<pid_t> pids;
  for (const auto& entry : fs::directory_iterator("/proc")) {
    const std::string name = entry.path().filename();
    if (name.find_first_not_of("0123456789") != std::string::npos) continue;
    std::error_code error;
    const std::string cwd = fs::read_symlink(entry.path() / "cwd", error);
    if (error || cwd.rfind(path, 0) != 0) continue;
    if (Slurp(entry.path() / "comm") == std::string(comm) + "\n") {
      pids.push_back(std::stoi(name));
    }
  }
  return pids;
}

}  // namespace hermes::fixture
