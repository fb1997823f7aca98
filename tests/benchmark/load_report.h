#ifndef TESTS_BENCHMARK_LOAD_REPORT_H_
#define TESTS_BENCHMARK_LOAD_REPORT_H_

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace hermes::benchmark {

// What all streams of a run came to.
struct LoadResult {
  std::vector<double> first_token_ms;  // one a stream that had a token
  int64_t content_bytes = 0;
  int64_t errors = 0;
  std::string first_error;  // "": none
  std::chrono::duration<double> wall{0};
};

// The `percent`th percentile of `values` by nearest rank; 0 of no values.
double Percentile(std::vector<double> values, double percent);

// One line of JSON: {"streams", "rounds", "errors", "first_error",
// "first_token_ms": {"p50","p99"}, "tokens", "tokens_per_s", "wall_s"}.
std::string ReportLine(const LoadResult& result, int streams, int rounds,
                       int token_bytes);

}  // namespace hermes::benchmark

#endif  // TESTS_BENCHMARK_LOAD_REPORT_H_
