#include "tests/benchmark/load_report.h"

#include <algorithm>
#include <boost/json.hpp>
#include <cmath>
#include <cstddef>

namespace hermes::benchmark {

double Percentile(std::vector<double> values, double percent) {
  if (values.empty()) return 0;
  const double rank =
      std::ceil(percent / 100 * static_cast<double>(values.size()));
  const auto index = static_cast<std::ptrdiff_t>(std::max(rank, 1.0)) - 1;
  std::nth_element(values.begin(), values.begin() + index, values.end());
  return values[static_cast<size_t>(index)];
}

std::string ReportLine(const LoadResult& result, int streams, int rounds,
                       int token_bytes) {
  const int64_t tokens = result.content_bytes / token_bytes;
  const double seconds = result.wall.count();
  return boost::json::serialize(boost::json::object{
      {"streams", streams},
      {"rounds", rounds},
      {"errors", result.errors},
      {"first_error", result.first_error},
      {"first_token_ms",
       boost::json::object{{"p50", Percentile(result.first_token_ms, 50)},
                           {"p99", Percentile(result.first_token_ms, 99)}}},
      {"tokens", tokens},
      {"tokens_per_s",
       seconds > 0 ? static_cast<double>(tokens) / seconds : 0.0},
      {"wall_s", seconds}});
}

}  // namespace hermes::benchmark
