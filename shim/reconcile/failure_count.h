#ifndef HERMES_SHIM_RECONCILE_FAILURE_COUNT_H_
#define HERMES_SHIM_RECONCILE_FAILURE_COUNT_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "shim/base/expected.h"

namespace hermes {

// Failures of one kind that stop nothing, of which the first is told, with the
// number of all: hundreds of profiles must not become hundreds of lines.
class FailureCount {
 public:
  void Add(const Error& error);
  // Adds "<what> (<first>; N in all); going on" unless there was none.
  void Tell(std::string_view what, std::vector<std::string>* lines) const;

 private:
  std::string first_;
  size_t count_ = 0;
};

}  // namespace hermes

#endif  // HERMES_SHIM_RECONCILE_FAILURE_COUNT_H_
