#ifndef GATEWAY_METRICS_COUNTER_H_
#define GATEWAY_METRICS_COUNTER_H_

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/metrics/exposition.h"
#include "gateway/metrics/label_set.h"

namespace hermes::gateway {

// Whether a counter exposes the combinations of labels that have no events yet.
// Exposing a zero lets Prometheus compute a rate from the first event on;
// hundreds of zeros are noise.
enum class Unseen { kShown, kHidden };

// A Prometheus counter: one number that only grows for each combination of
// labels. Not thread-safe. Add() allocates no memory.
class Counter {
 public:
  Counter(std::string name, std::string help,
          std::vector<Dimension> dimensions = {},
          Unseen unseen = Unseen::kShown);

  // `values` are those of LabelSet::Find.
  void Add(std::initializer_list<std::string_view> values, uint64_t amount = 1);
  uint64_t Value(std::initializer_list<std::string_view> values) const;

  Family Snapshot() const;

 private:
  std::string name_;
  std::string help_;
  LabelSet labels_;
  Unseen unseen_;
  std::vector<uint64_t> counts_;
};

}  // namespace hermes::gateway

#endif  // GATEWAY_METRICS_COUNTER_H_
