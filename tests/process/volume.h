#ifndef HERMES_TESTS_PROCESS_VOLUME_H_
#define HERMES_TESTS_PROCESS_VOLUME_H_

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "tests/process/container.h"

namespace hermes::fixture {

// The files of a data volume, kept over the boots of several containers.
class Volume {
 public:
  Volume() = default;
  // What the container's data has now, also after its end.
  static Volume Of(Container& container);

  // Paths are relative to the data root; directories come with their files.
  Volume& Write(const std::string& path, const std::string& content);
  // A profile by its SOUL.md, with that state file unless it is empty.
  Volume& AddProfile(const std::string& name, const std::string& state = "");
  Volume& Remove(const std::string& path);
  bool Has(const std::string& path) const { return files_.count(path) == 1; }
  std::string Read(const std::string& path) const;

  // Puts the files into a new container's data, as the hermes user's: for
  // ContainerOptions::prepare. Ends the process where that fails.
  void LayOut() const;
  ContainerOptions Boot(const std::vector<std::string>& arguments) const;

 private:
  std::map<std::string, std::string> files_;
};

// Every path below a directory, and itself, with its kind, mode, owner, size
// and times of change: equal where nothing was written.
std::string Listing(const std::string& directory);

// The profiles of the gateways that run, by their arguments.
std::set<std::string> RunningProfiles(const Container& container);
// Waits until exactly these run.
bool WaitForProfiles(const Container& container,
                     const std::set<std::string>& profiles);

}  // namespace hermes::fixture

#endif  // HERMES_TESTS_PROCESS_VOLUME_H_
