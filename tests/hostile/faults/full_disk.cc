#include "tests/hostile/faults/full_disk.h"

#include <fcntl.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <string>

#include "tests/process/container.h"

namespace hermes::fixture {
namespace {

struct Disk {
  const char* path;
  const char* options;
  uid_t owner;
};

constexpr unsigned long kFlags = MS_NOSUID | MS_NODEV;
constexpr std::array<Disk, 4> kDisks = {{
    {"/run", "size=1m,nr_inodes=300,mode=1777", 0},
    {"/dev/shm", "size=1m,nr_inodes=300,mode=1777", 0},
    {"/tmp", "size=1m,nr_inodes=300,mode=1777", 0},
    {kHome, "size=1m,nr_inodes=300,mode=755", kHermesUid},
}};

std::string FillingDirectory(const Disk& disk) {
  return std::string(disk.path) + "/.filling";
}

void FillBytes(const std::string& directory) {
  const int fd = open((directory + "/bytes").c_str(),
                      O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0) return;
  const std::array<char, 4096> page = {};
  while (write(fd, page.data(), page.size()) > 0) {
  }
  close(fd);
}

}  // namespace

void MountSmallDisks() {
  for (const Disk& disk : kDisks) {
    if (mount("tmpfs", disk.path, "tmpfs", kFlags, disk.options) != 0 ||
        chown(disk.path, disk.owner, disk.owner) != 0) {
      perror(disk.path);
      _exit(1);
    }
  }
}

void FillDisks() {
  for (const Disk& disk : kDisks) {
    const std::string directory = FillingDirectory(disk);
    mkdir(directory.c_str(), 0700);
    FillBytes(directory);
    for (int n = 0;
         mkdir((directory + "/" + std::to_string(n)).c_str(), 0700) == 0; ++n) {
    }
  }
}

void ReleaseDisks() {
  for (const Disk& disk : kDisks) {
    const std::string directory = FillingDirectory(disk);
    for (int n = 0; rmdir((directory + "/" + std::to_string(n)).c_str()) == 0;
         ++n) {
    }
    unlink((directory + "/bytes").c_str());
    rmdir(directory.c_str());
  }
}

}  // namespace hermes::fixture
