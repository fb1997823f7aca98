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
  std::string suffix;  // "" or, of a histogram, _bucket, _sum, _count
  std::vector<Label> labels;
  double value = 0;
};

// All samples of one name, as they are at one moment.
struct Family {
  std::string name;
  std::string help;  // one sentence
  MetricKind kind = MetricKind::kCounter;
  std::vector<Sample> samples;
};

// The media type of Expose's text.
inline constexpr char kExpositionType[] =
    "text/plain; version=0.0.4; charset=utf-8";

// The families in Prometheus' text format 0.0.4, in their order. A family
// without samples is left out. Pure.
std::string Expose(const std::vector<Family>& families);

// A number as that format has it: the shortest decimal that reads back as
// `value`; +Inf, -Inf, NaN. Pure.
std::string FormatMetricValue(double value);

}  // namespace hermes::gateway

#endif  // GATEWAY_METRICS_EXPOSITION_H_
