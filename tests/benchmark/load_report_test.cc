#include "tests/benchmark/load_report.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <vector>

namespace hermes::benchmark {
namespace {

TEST(PercentileTest, IsNearestRank) {
  const std::vector<double> values = {4, 1, 3, 2};
  EXPECT_EQ(Percentile(values, 50), 2);
  EXPECT_EQ(Percentile(values, 99), 4);
  EXPECT_EQ(Percentile(values, 0), 1);
  EXPECT_EQ(Percentile({7}, 50), 7);
  EXPECT_EQ(Percentile({}, 99), 0);
}

TEST(ReportLineTest, CountsTokensByContentSize) {
  LoadResult result;
  result.first_token_ms = {2, 1};
  result.content_bytes = 800;
  result.wall = std::chrono::milliseconds(500);
  const boost::json::value line =
      boost::json::parse(ReportLine(result, 2, 1, 4));
  EXPECT_EQ(line.at("tokens").as_int64(), 200);
  EXPECT_EQ(line.at("tokens_per_s").as_double(), 400);
  EXPECT_EQ(line.at("first_token_ms").at("p50").as_double(), 1);
  EXPECT_EQ(line.at("first_token_ms").at("p99").as_double(), 2);
}

}  // namespace
}  // namespace hermes::benchmark
