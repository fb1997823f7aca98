#ifndef HERMES_TESTS_SHIM_PROFILE_TEMPORARY_HOME_H_
#define HERMES_TESTS_SHIM_PROFILE_TEMPORARY_HOME_H_

#include <string>

namespace hermes {

// A directory of its own for one test, gone with it.
class TemporaryHome {
 public:
  TemporaryHome();
  ~TemporaryHome();
  TemporaryHome(const TemporaryHome&) = delete;
  TemporaryHome& operator=(const TemporaryHome&) = delete;

  const std::string& path() const { return path_; }
  std::string Path(const std::string& name) const { return path_ + "/" + name; }
  // Makes the directories above it too.
  void Write(const std::string& name, const std::string& content) const;
  // The content; "(none)" without such a file.
  std::string Read(const std::string& name) const;
  // Every name in it, sorted, each followed by a space.
  std::string Names() const;

 private:
  std::string path_;
};

}  // namespace hermes

#endif  // HERMES_TESTS_SHIM_PROFILE_TEMPORARY_HOME_H_
