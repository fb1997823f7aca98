#ifndef HERMES_TESTS_CONTAINER_DATA_DIRECTORY_H_
#define HERMES_TESTS_CONTAINER_DATA_DIRECTORY_H_

#include <sys/types.h>

#include <string>
#include <vector>

namespace hermes::fixture {

// A directory of this host for a container's /opt/data, owned by the hermes
// user of the image, or another, and removed by the destructor.
class DataDirectory {
 public:
  DataDirectory();
  DataDirectory(uid_t uid, gid_t gid);
  ~DataDirectory();
  DataDirectory(const DataDirectory&) = delete;
  DataDirectory& operator=(const DataDirectory&) = delete;

  // Docker's options that mount it.
  std::vector<std::string> Mounted() const;
  // Its path, or that of something in it.
  std::string Path(const std::string& below = "") const;
  // Makes a file, and the directories that lead to it, as the owner's.
  void Write(const std::string& below, const std::string& content) const;
  // The content of a file; "" if there is none.
  std::string Read(const std::string& below) const;
  bool Has(const std::string& below) const;
  // What is in it: path, mode, owner and time of the last change, one a line.
  std::string Listing() const;

 private:
  uid_t uid_;
  gid_t gid_;
  std::string path_;
};

}  // namespace hermes::fixture

#endif  // HERMES_TESTS_CONTAINER_DATA_DIRECTORY_H_
