#ifndef TESTS_GATEWAY_PROCESS_SESSIONS_VERB_H_
#define TESTS_GATEWAY_PROCESS_SESSIONS_VERB_H_

#include <boost/json.hpp>
#include <string>
#include <vector>

#include "tests/gateway/process/gateway_process.h"
#include "tests/gateway/temp_directory.h"

namespace hermes::gateway {

// The result of a `hermes` command.
struct VerbResult {
  int code = -1;
  std::string out;
  std::string err;

  // Returns the document on stdout, which must be one line; null if it is not
  // JSON.
  boost::json::value Json() const;
};

// Runs `hermes sessions ARGS` in `home` to its end. `launch` has everything but
// the arguments.
VerbResult RunSessions(const TempDirectory& home,
                       const std::vector<std::string>& args,
                       Launch launch = {});

}  // namespace hermes::gateway

#endif  // TESTS_GATEWAY_PROCESS_SESSIONS_VERB_H_
