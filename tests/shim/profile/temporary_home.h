#ifndef HERMES_TESTS_SHIM_PROFILE_TEMPORARY_HOME_H_
#define HERMES_TESTS_SHIM_PROFILE_TEMPORARY_HOME_H_

#include <string>

namespace hermes {

// A temporary directory; the destructor removes it with its contents.
class TemporaryHome {
 public:
  TemporaryHome();
  ~TemporaryHome();
  TemporaryHome(const TemporaryHome&) = delete;
  TemporaryHome& operator=(const TemporaryHome&) = delete;

  const std::string& path() const { return path_; }
  std::string Path(const std::string& name) const { return path_ + "/" + name; }
  // Writes a file and creates the directories above it.
  void Write(const std::string& name, const std::string& content) const;
  // Returns the content of a file, or "(none)" if it does not exist.
  std::string Read(const std::string& name) const;
  // Returns every name in the directory, sorted, each followed by a space.
  std::string Names() const;

 private:
  std::string path_;
};

}  // namespace hermes

#endif  // HERMES_TESTS_SHIM_PROFILE_TEMPORARY_HOME_H_
