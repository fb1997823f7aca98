#include "gateway/metrics/counter.h"

#include <cstddef>
#include <utility>

namespace hermes::gateway {

Counter::Counter(std::string name, std::string help,
                 std::vector<Dimension> dimensions, Unseen unseen)
    : name_(std::move(name)),
      help_(std::move(help)),
      labels_(std::move(dimensions)),
      unseen_(unseen),
      counts_(labels_.size()) {}

void Counter::Add(std::initializer_list<std::string_view> values,
                  uint64_t amount) {
  counts_[labels_.Find(values)] += amount;
}

uint64_t Counter::Value(std::initializer_list<std::string_view> values) const {
  return counts_[labels_.Find(values)];
}

Family Counter::Snapshot() const {
  Family family{name_, help_, MetricKind::kCounter, {}};
  for (size_t i = 0; i < counts_.size(); ++i) {
    if (counts_[i] == 0 && unseen_ == Unseen::kHidden) continue;
    family.samples.push_back(
        {"", labels_.At(i), static_cast<double>(counts_[i])});
  }
  return family;
}

}  // namespace hermes::gateway
