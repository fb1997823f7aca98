#include "tests/hostile/root/hostile_files.h"

#include <fcntl.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <string>

namespace hermes::fixture {
namespace {

constexpr char kLevel[] = "d";

void Require(bool done, const std::string& what) {
  if (done) return;
  perror(("fixture: " + what).c_str());
  _exit(1);
}

int OpenLevel(int parent) {
  return openat(parent, kLevel,
                O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

}  // namespace

void PlantDirectory(const std::string& path, uid_t owner, mode_t mode) {
  Require(mkdir(path.c_str(), 0700) == 0 &&
              chown(path.c_str(), owner, owner) == 0 &&
              chmod(path.c_str(), mode) == 0,
          path);
}

void PlantFile(const std::string& path, uid_t owner, const std::string& text,
               mode_t mode) {
  const int fd =
      open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  Require(fd >= 0 &&
              write(fd, text.data(), text.size()) ==
                  static_cast<ssize_t>(text.size()) &&
              fchown(fd, owner, owner) == 0 && fchmod(fd, mode) == 0,
          path);
  close(fd);
}

void PlantLink(const std::string& target, const std::string& path,
               uid_t owner) {
  Require(symlink(target.c_str(), path.c_str()) == 0 &&
              lchown(path.c_str(), owner, owner) == 0,
          path);
}

void PlantDeepTree(const std::string& path, int levels, uid_t owner) {
  PlantDirectory(path, owner);
  int fd = open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  Require(fd >= 0, path);
  for (int level = 0; level < levels; ++level) {
    Require(mkdirat(fd, kLevel, 0755) == 0 &&
                fchownat(fd, kLevel, owner, owner, 0) == 0,
            path);
    const int next = OpenLevel(fd);
    Require(next >= 0, path);
    close(fd);
    fd = next;
  }
  close(fd);
}

void PlantMount(const std::string& path) {
  mkdir(path.c_str(), 0755);
  Require(mount("tmpfs", path.c_str(), "tmpfs", 0, "mode=755") == 0, path);
}

void RaiseOpenFiles() {
  for (rlim_t most = 1048576; most > 1024; most /= 2) {
    const rlimit limit = {most, most};
    if (setrlimit(RLIMIT_NOFILE, &limit) == 0) return;
  }
}

std::string OwnerAndMode(const std::string& path) {
  struct stat st;
  if (lstat(path.c_str(), &st) != 0) return "missing";
  char text[64];
  snprintf(text, sizeof text, "%u:%u %o", st.st_uid, st.st_gid,
           st.st_mode & 07777u);
  return text;
}

long OwnerOfDeepest(const std::string& path, int levels) {
  int fd = open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  for (int level = 0; level < levels && fd >= 0; ++level) {
    const int next = OpenLevel(fd);
    close(fd);
    fd = next;
  }
  struct stat st;
  const long owner =
      fd >= 0 && fstat(fd, &st) == 0 ? static_cast<long>(st.st_uid) : -1;
  if (fd >= 0) close(fd);
  return owner;
}

}  // namespace hermes::fixture
