#ifndef TESTS_GATEWAY_METRICS_STRICT_PARSER_H_
#define TESTS_GATEWAY_METRICS_STRICT_PARSER_H_

#include <map>
#include <optional>
#include <string>

namespace hermes::gateway {

// A parsed text of Prometheus' format 0.0.4: the value of each sample by its
// name and labels, `name{a="x",b="y"}`, with the labels sorted by name.
struct ParsedMetrics {
  std::map<std::string, double> samples;
  std::map<std::string, std::string> types;
  std::string error;  // "", or what is wrong and in which line
};

// Parses `text`. Reports an error for everything that the format forbids, and
// for what a careful writer avoids: a family that is split or has no HELP or
// TYPE, duplicate samples, counters whose name does not end with _total,
// buckets that are not cumulative, whose bounds do not increase, or that do not
// end with +Inf = _count.
ParsedMetrics ParseStrictly(const std::string& text);

}  // namespace hermes::gateway

#endif  // TESTS_GATEWAY_METRICS_STRICT_PARSER_H_
