#ifndef TESTS_BENCHMARK_LOAD_REPORT_H_
#define TESTS_BENCHMARK_LOAD_REPORT_H_

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace hermes::benchmark {

// The combined result of all streams of a run.
struct LoadResult {
  std::vector<double> first_token_ms;  // of each stream that received a token
  int64_t content_bytes = 0;
  int64_t errors = 0;
  std::string first_error;  // empty if no stream failed
  std::chrono::duration<double> wall{0};
};

// Returns the `percent`th percentile of `values` by nearest rank, or 0 if there
// are none.
double Percentile(std::vector<double> values, double percent);

// Returns one line of JSON: {"streams", "rounds", "errors", "first_error",
// "first_token_ms": {"p50","p99"}, "tokens", "tokens_per_s", "wall_s"}.
std::string ReportLine(const LoadResult& result, int streams, int rounds,
                       int token_bytes);

}  // namespace hermes::benchmark

#endif  // TESTS_BENCHMARK_LOAD_REPORT_H_
