#ifndef HERMES_TESTS_CONTAINER_DATA_DIRECTORY_H_
#define HERMES_TESTS_CONTAINER_DATA_DIRECTORY_H_

#include <sys/types.h>

#include <string>
#include <vector>

namespace hermes::fixture {

// A directory of this host for a container's /opt/data. It belongs to the
// image's hermes user or to the given uid and gid. The destructor removes it.
class DataDirectory {
 public:
  DataDirectory();
  DataDirectory(uid_t uid, gid_t gid);
  ~DataDirectory();
  DataDirectory(const DataDirectory&) = delete;
  DataDirectory& operator=(const DataDirectory&) = delete;

  // Returns the docker options that mount it.
  std::vector<std::string> Mounted() const;
  // Returns its path, or the path of `below` in it.
  std::string Path(const std::string& below = "") const;
  // Creates a file and its directories, owned by the directory's owner.
  void Write(const std::string& below, const std::string& content) const;
  // Returns the content of a file, or "" if it does not exist.
  std::string Read(const std::string& below) const;
  bool Has(const std::string& below) const;
  // Returns path, mode, owner and modification time of everything in it, one
  // line each.
  std::string Listing() const;

 private:
  uid_t uid_;
  gid_t gid_;
  std::string path_;
};

}  // namespace hermes::fixture

#endif  // HERMES_TESTS_CONTAINER_DATA_DIRECTORY_H_
