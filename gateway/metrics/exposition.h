#ifndef GATEWAY_METRICS_EXPOSITION_H_
#define GATEWAY_METRICS_EXPOSITION_H_

#include <string>
#include <vector>

namespace hermes::gateway {

enum class MetricKind { kCounter, kGauge, kHistogram };

struct Label {
  std::string name;
  std::string value;  // any bytes
};

struct Sample {
  std::string suffix;  // "", or for a histogram _bucket, _sum or _count
  std::vector<Label> labels;
  double value = 0;
};

// All samples of one metric name at one moment.
struct Family {
  std::string name;
  std::string help;  // one sentence
  MetricKind kind = MetricKind::kCounter;
  std::vector<Sample> samples;
};

// The media type of Expose()'s text.
inline constexpr char kExpositionType[] =
    "text/plain; version=0.0.4; charset=utf-8";

// Formats `families`, in their order, in Prometheus' text format 0.0.4. Omits a
// family that has no samples. Pure.
std::string Expose(const std::vector<Family>& families);

// Formats a number for that format: the shortest decimal that parses back to
// `value`, or +Inf, -Inf or NaN. Pure.
std::string FormatMetricValue(double value);

}  // namespace hermes::gateway

#endif  // GATEWAY_METRICS_EXPOSITION_H_
