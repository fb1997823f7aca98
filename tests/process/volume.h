#ifndef HERMES_TESTS_PROCESS_VOLUME_H_
#define HERMES_TESTS_PROCESS_VOLUME_H_

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "tests/process/container.h"

namespace hermes::fixture {

// The files of a data volume that several containers use one after another.
class Volume {
 public:
  Volume() = default;
  // Returns the container's present data, even after its end.
  static Volume Of(Container& container);

  // Adds or replaces a file. Paths are relative to the data root; directories
  // are created with their files.
  Volume& Write(const std::string& path, const std::string& content);
  // Adds a profile with a SOUL.md, and with `state` as its state file unless
  // empty.
  Volume& AddProfile(const std::string& name, const std::string& state = "");
  Volume& Remove(const std::string& path);
  bool Has(const std::string& path) const { return files_.count(path) == 1; }
  std::string Read(const std::string& path) const;

  // Writes the files into a new container's data root, owned by the hermes
  // user. For ContainerOptions::prepare: ends the process on failure.
  void LayOut() const;
  ContainerOptions Boot(const std::vector<std::string>& arguments) const;

 private:
  std::map<std::string, std::string> files_;
};

// Returns a line for the directory and every path below it with mode, owner,
// size and times of change. Two listings are equal if nothing was written in
// between.
std::string Listing(const std::string& directory);

// Returns the profiles of the running gateways, according to their arguments.
std::set<std::string> RunningProfiles(const Container& container);
// Waits until the gateways of exactly these profiles run.
bool WaitForProfiles(const Container& container,
                     const std::set<std::string>& profiles);

}  // namespace hermes::fixture

#endif  // HERMES_TESTS_PROCESS_VOLUME_H_
