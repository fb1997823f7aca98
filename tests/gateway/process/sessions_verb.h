#ifndef TESTS_GATEWAY_PROCESS_SESSIONS_VERB_H_
#define TESTS_GATEWAY_PROCESS_SESSIONS_VERB_H_

#include <boost/json.hpp>
#include <string>
#include <vector>

#include "tests/gateway/process/gateway_process.h"
#include "tests/gateway/temp_directory.h"

namespace hermes::gateway {

// What a `hermes` command has left.
struct VerbResult {
  int code = -1;
  std::string out;
  std::string err;

  // The document on stdout, which must be one line. Null if it is not JSON.
  boost::json::value Json() const;
};

// Runs `hermes sessions ARGS` in `home` to its end. `launch` says how, but for
// its arguments.
VerbResult RunSessions(const TempDirectory& home,
                       const std::vector<std::string>& args,
                       Launch launch = {});

}  // namespace hermes::gateway

#endif  // TESTS_GATEWAY_PROCESS_SESSIONS_VERB_H_
