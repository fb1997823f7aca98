#include "gateway/metrics/histogram.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <utility>

namespace hermes::gateway {

Histogram::Histogram(std::string name, std::string help,
                     std::vector<double> bounds,
                     std::vector<Dimension> dimensions)
    : name_(std::move(name)),
      help_(std::move(help)),
      bounds_(std::move(bounds)),
      labels_(std::move(dimensions)),
      series_(labels_.size(),
              Series{std::vector<uint64_t>(bounds_.size() + 1), 0}) {}

void Histogram::Observe(std::initializer_list<std::string_view> values,
                        double value) {
  if (std::isnan(value)) return;
  Series& series = series_[labels_.Find(values)];
  const auto bound = std::lower_bound(bounds_.begin(), bounds_.end(), value);
  ++series.buckets[static_cast<size_t>(bound - bounds_.begin())];
  series.sum += value;
}

Family Histogram::Snapshot() const {
  Family family{name_, help_, MetricKind::kHistogram, {}};
  for (size_t i = 0; i < series_.size(); ++i) {
    AppendSeries(series_[i], labels_.At(i), &family);
  }
  return family;
}

void Histogram::AppendSeries(const Series& series,
                             const std::vector<Label>& labels,
                             Family* family) const {
  uint64_t so_far = 0;
  for (size_t i = 0; i < series.buckets.size(); ++i) {
    so_far += series.buckets[i];
    const double bound = i < bounds_.size()
                             ? bounds_[i]
                             : std::numeric_limits<double>::infinity();
    std::vector<Label> with_bound = labels;
    with_bound.push_back({"le", FormatMetricValue(bound)});
    family->samples.push_back(
        {"_bucket", std::move(with_bound), static_cast<double>(so_far)});
  }
  family->samples.push_back({"_sum", labels, series.sum});
  family->samples.push_back({"_count", labels, static_cast<double>(so_far)});
}

}  // namespace hermes::gateway
