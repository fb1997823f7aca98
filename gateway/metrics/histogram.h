#ifndef GATEWAY_METRICS_HISTOGRAM_H_
#define GATEWAY_METRICS_HISTOGRAM_H_

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/metrics/exposition.h"
#include "gateway/metrics/label_set.h"

namespace hermes::gateway {

// A Prometheus histogram: counts, for each combination of labels, the values in
// each bucket. Not thread-safe. Observe() allocates no memory.
class Histogram {
 public:
  // `bounds` must be finite and strictly increasing; a +Inf bucket is appended.
  Histogram(std::string name, std::string help, std::vector<double> bounds,
            std::vector<Dimension> dimensions = {});

  // Counts `value` in the first bucket whose bound is at least `value`. Ignores
  // NaN. `values` are those of LabelSet::Find.
  void Observe(std::initializer_list<std::string_view> values, double value);

  // The buckets are cumulative, as Prometheus' format requires.
  Family Snapshot() const;

 private:
  struct Series {
    std::vector<uint64_t> buckets;  // one for each bound, then +Inf
    double sum = 0;
  };
  void AppendSeries(const Series& series, const std::vector<Label>& labels,
                    Family* family) const;

  std::string name_;
  std::string help_;
  std::vector<double> bounds_;
  LabelSet labels_;
  std::vector<Series> series_;
};

}  // namespace hermes::gateway

#endif  // GATEWAY_METRICS_HISTOGRAM_H_
