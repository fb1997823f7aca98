#ifndef HERMES_TESTS_PROCESS_VERBS_H_
#define HERMES_TESTS_PROCESS_VERBS_H_

#include <sys/types.h>

#include <string>
#include <vector>

#include "tests/process/container.h"

namespace hermes::fixture {

// The result of a finished `hermes` command.
struct Said {
  int exit_code = -1;
  std::string out;
  std::string err;
};

// Runs the real `hermes` in the container, as `docker exec -u UID` does, and
// waits for it.
Said Hermes(Container* container, const std::vector<std::string>& arguments,
            uid_t uid, const std::vector<std::string>& variables = {});

// A container whose PID 1 is a supervised `gateway run`, with helpers that
// inspect its slots.
class VerbsContainer {
 public:
  // `variables` belong to the container. `profiles` exist before PID 1 starts.
  explicit VerbsContainer(std::vector<std::string> variables = {},
                          std::vector<std::string> profiles = {});

  Container& container() { return container_; }
  Said Hermes(const std::vector<std::string>& arguments, uid_t uid = kHermesUid,
              const std::vector<std::string>& variables = {});

  // Creates the empty directory <root>/profiles/NAME.
  void MakeProfile(const std::string& name);
  // Returns the content of a file in the data root, or "" if it does not exist.
  std::string Data(const std::string& name) const;
  bool SlotHas(const std::string& slot, const std::string& file) const;
  // Returns the pids of the running gateways of a profile.
  std::vector<pid_t> Gateways(const std::string& profile) const;
  // Waits until exactly one gateway of the profile runs and it is not
  // `other_than`. Returns its pid, or -1 if the deadline passes.
  pid_t WaitForGateway(const std::string& profile, pid_t other_than = -1) const;
  // Counts the s6-supervise processes of the slot and its logger.
  size_t Supervisors(const std::string& slot) const;

 private:
  Container container_;
};

// Mounts /bin/false over a program of the container.
void BreakProgram(Container* container, const std::string& program);

}  // namespace hermes::fixture

#endif  // HERMES_TESTS_PROCESS_VERBS_H_
