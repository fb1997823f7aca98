#ifndef HERMES_TESTS_PROCESS_VERBS_H_
#define HERMES_TESTS_PROCESS_VERBS_H_

#include <sys/types.h>

#include <string>
#include <vector>

#include "tests/process/container.h"

namespace hermes::fixture {

// What a finished `hermes gateway ...` said.
struct Said {
  int exit_code = -1;
  std::string out;
  std::string err;
};

// Runs the real `hermes` in the container as `docker exec -u UID` does and
// waits for it.
Said Hermes(Container* container, const std::vector<std::string>& arguments,
            uid_t uid, const std::vector<std::string>& variables = {});

// A supervised `gateway run` as PID 1 whose default gateway is up, and what is
// needed to look at slots.
class VerbsContainer {
 public:
  // `variables` are the container's.
  explicit VerbsContainer(std::vector<std::string> variables = {},
                          std::vector<std::string> profiles = {});

  Container& container() { return container_; }
  Said Hermes(const std::vector<std::string>& arguments, uid_t uid = kHermesUid,
              const std::vector<std::string>& variables = {});

  // Makes <root>/profiles/NAME, with no more in it.
  void MakeProfile(const std::string& name);
  // The content of a file in the data root; empty if there is none.
  std::string Data(const std::string& name) const;
  bool SlotHas(const std::string& slot, const std::string& file) const;
  // The pids of gateways of a profile that run.
  std::vector<pid_t> Gateways(const std::string& profile) const;
  // Waits until exactly one runs, other than `other_than`; -1 if that does not
  // happen.
  pid_t WaitForGateway(const std::string& profile, pid_t other_than = -1) const;
  // s6-supervise processes whose service is the slot or its logger.
  size_t Supervisors(const std::string& slot) const;

 private:
  Container container_;
};

// Mounts /bin/false over a program of the container, from now on.
void BreakProgram(Container* container, const std::string& program);

}  // namespace hermes::fixture

#endif  // HERMES_TESTS_PROCESS_VERBS_H_
