#include "shim/base/expected.h"

#include <cstring>
#include <string>

namespace hermes {

std::string Describe(const Error& error) {
  std::string text(error.stage);
  if (!error.subject.empty()) text.append(" ").append(error.subject);
  if (error.err != 0) text.append(": ").append(strerror(error.err));
  return text;
}

}  // namespace hermes
