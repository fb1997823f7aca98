#ifndef TESTS_GATEWAY_TEMP_DIRECTORY_H_
#define TESTS_GATEWAY_TEMP_DIRECTORY_H_

#include <string>

#include "shim/base/unique_fd.h"

namespace hermes::gateway {

// A temporary directory; the destructor deletes it with everything in it.
class TempDirectory {
 public:
  TempDirectory();
  TempDirectory(const TempDirectory&) = delete;
  ~TempDirectory();

  const std::string& path() const { return path_; }
  int fd() const { return fd_.get(); }
  std::string Path(const std::string& name) const;

  // Write or read a whole file. Reading a missing file returns "".
  void Write(const std::string& name, const std::string& content) const;
  std::string Read(const std::string& name) const;
  bool Has(const std::string& name) const;

 private:
  std::string path_;
  UniqueFd fd_;
};

}  // namespace hermes::gateway

#endif  // TESTS_GATEWAY_TEMP_DIRECTORY_H_
