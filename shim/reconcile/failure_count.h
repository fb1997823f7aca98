#ifndef HERMES_SHIM_RECONCILE_FAILURE_COUNT_H_
#define HERMES_SHIM_RECONCILE_FAILURE_COUNT_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "shim/base/expected.h"

namespace hermes {

// Collects errors of one kind, after which the boot continues, and reports them
// in one line: the first error and their number. Without it, hundreds of
// profiles could cause hundreds of lines.
class FailureCount {
 public:
  void Add(const Error& error);
  // Adds "<what> (<first>; N in all); continuing" to `lines` if there was an
  // error.
  void Report(std::string_view what, std::vector<std::string>* lines) const;

 private:
  std::string first_;
  size_t count_ = 0;
};

}  // namespace hermes

#endif  // HERMES_SHIM_RECONCILE_FAILURE_COUNT_H_
