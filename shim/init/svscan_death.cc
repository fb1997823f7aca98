#include "shim/init/svscan_death.h"

#include <dirent.h>

#include <string>
#include <vector>

#include "shim/base/child_process.h"
#include "shim/base/expected.h"
#include "shim/base/message.h"
#include "shim/base/process_context.h"

namespace hermes {
namespace {

std::vector<std::string> ServicesIn(const std::string& scandir) {
  std::vector<std::string> services;
  DIR* directory = opendir(scandir.c_str());
  if (directory == nullptr) return services;
  while (const dirent* entry = readdir(directory)) {
    if (entry->d_name[0] == '.') continue;
    services.push_back(scandir);
    services.back().append("/").append(entry->d_name);
  }
  closedir(directory);
  return services;
}

}  // namespace

void EndSupervisors(const std::string& svc, const std::string& scandir,
                    const ProcessContext& context) {
  const auto send = [&](const char* what, const std::string& service) {
    const Expected<ProgramResult> sent =
        RunProgram({svc,
                    {"s6-svc", what, "--", service},
                    context.environment,
                    context.signal_mask});
    if (!sent.ok()) Say({Describe(sent.error())});
  };
  for (const std::string& service : ServicesIn(scandir)) {
    send("-dx", service);
    send("-x", service + "/log");
  }
}

}  // namespace hermes
