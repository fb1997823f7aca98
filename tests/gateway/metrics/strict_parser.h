#ifndef TESTS_GATEWAY_METRICS_STRICT_PARSER_H_
#define TESTS_GATEWAY_METRICS_STRICT_PARSER_H_

#include <map>
#include <optional>
#include <string>

namespace hermes::gateway {

// What a text of Prometheus' format 0.0.4 says: each sample's value by its name
// and labels, `name{a="x",b="y"}` with the labels in the order of their names.
struct ParsedMetrics {
  std::map<std::string, double> samples;
  std::map<std::string, std::string> types;
  std::string error;  // "" or what is wrong, with its line
};

// Reads `text` and refuses whatever the format does not allow, and what a
// careful writer does not do: a family that is split or has no HELP or TYPE,
// samples said twice, counters that do not end with _total, buckets that are
// not cumulative, rise in their bounds, or do not end with +Inf = _count.
ParsedMetrics ParseStrictly(const std::string& text);

}  // namespace hermes::gateway

#endif  // TESTS_GATEWAY_METRICS_STRICT_PARSER_H_
