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

// How often values came below each of some bounds, for each combination of
// labels. For one thread; an observation allocates nothing.
class Histogram {
 public:
  // `bounds` rise and are finite; the one of +Inf is added.
  Histogram(std::string name, std::string help, std::vector<double> bounds,
            std::vector<Dimension> dimensions = {});

  // Counts `value` in the first bucket whose bound is not below it. One that
  // is not a number is passed over. `values` as for LabelSet::Find.
  void Observe(std::initializer_list<std::string_view> values, double value);

  // Buckets are cumulative, as the format has it.
  Family Snapshot() const;

 private:
  struct Series {
    std::vector<uint64_t> buckets;  // one more than bounds
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
