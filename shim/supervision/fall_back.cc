#include "shim/supervision/fall_back.h"

#include <string>

#include "shim/base/expected.h"

namespace hermes {

std::string FallBackLine(const Error& why, bool required) {
  std::string line = "the gateway cannot be supervised (";
  line.append(Describe(why)).append(")");
  line.append(required ? " and HERMES_GATEWAY_SUPERVISE=require forbids the "
                         "foreground; nothing was started"
                       : "; running it in the foreground instead");
  return line;
}

}  // namespace hermes
