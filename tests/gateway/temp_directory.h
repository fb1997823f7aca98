#ifndef TESTS_GATEWAY_TEMP_DIRECTORY_H_
#define TESTS_GATEWAY_TEMP_DIRECTORY_H_

#include <string>

#include "shim/base/unique_fd.h"

namespace hermes::gateway {

// A directory of its own for one test, deleted with all in it at the end.
class TempDirectory {
 public:
  TempDirectory();
  TempDirectory(const TempDirectory&) = delete;
  ~TempDirectory();

  const std::string& path() const { return path_; }
  int fd() const { return fd_.get(); }
  std::string Path(const std::string& name) const;

  // Whole files, by name. Reading what is not there gives "".
  void Write(const std::string& name, const std::string& content) const;
  std::string Read(const std::string& name) const;
  bool Has(const std::string& name) const;

 private:
  std::string path_;
  UniqueFd fd_;
};

}  // namespace hermes::gateway

#endif  // TESTS_GATEWAY_TEMP_DIRECTORY_H_
