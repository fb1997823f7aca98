#include "shim/reconcile/failure_count.h"

#include <string>
#include <string_view>
#include <vector>

#include "shim/base/expected.h"

namespace hermes {

void FailureCount::Add(const Error& error) {
  if (count_++ == 0) first_ = Describe(error);
}

void FailureCount::Report(std::string_view what,
                          std::vector<std::string>* lines) const {
  if (count_ == 0) return;
  std::string line(what);
  line.append(" (").append(first_);
  if (count_ > 1) line.append("; ").append(std::to_string(count_));
  if (count_ > 1) line.append(" in all");
  lines->push_back(line.append("); continuing"));
}

}  // namespace hermes
