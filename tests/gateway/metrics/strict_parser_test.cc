#include "tests/gateway/metrics/strict_parser.h"

#include <gtest/gtest.h>

namespace hermes::gateway {
namespace {

constexpr char kHead[] = "# HELP h x\n# TYPE h histogram\n";

TEST(StrictParserTest, AcceptsWhatTheFormatAllows) {
  const ParsedMetrics parsed = ParseStrictly(
      "# HELP a_total x\n# TYPE a_total counter\na_total{b=\"\\\"\\\\\\n\"} 3\n"
      "# HELP h x\n# TYPE h histogram\nh_bucket{le=\"1\"} 1\n"
      "h_bucket{le=\"+Inf\"} 2\nh_sum 1.5e+10\nh_count 2\n");
  EXPECT_EQ(parsed.error, "");
  EXPECT_EQ(parsed.samples.at("a_total{b=\"\"\\\n\"}"), 3);
  EXPECT_EQ(parsed.types.at("h"), "histogram");
}

// Other tests rely on this parser, so every reason to reject a text is tested.
TEST(StrictParserTest, RejectsWhatTheFormatForbids) {
  const std::string head = kHead;
  for (const std::string& text : {
           std::string("a 1\n"),
           std::string("# HELP a x\na 1\n"),
           std::string("# HELP a x\n# TYPE a gauge\na 1"),
           std::string("# HELP a x\n# TYPE a gauge\na  1\n"),
           std::string("# HELP a x\n# TYPE a gauge\na 1 2 3\n"),
           std::string("# HELP a x\n# TYPE a gauge\nb 1\n"),
           std::string("# HELP a x\n# TYPE a gauge\na 1\na 1\n"),
           std::string("# HELP a x\n# TYPE a gauge\na{b=\"c} 1\n"),
           std::string("# HELP a x\n# TYPE a gauge\na{b=\"\\t\"} 1\n"),
           std::string("# HELP a x\n# TYPE a gauge\na{b=\"1\",b=\"2\"} 1\n"),
           std::string("# HELP a x\n# TYPE a counter\na 1\n"),
           std::string("# HELP a x\n# TYPE a gauge\n\na 1\n"),
           std::string("# HELP a x\n# TYPE a gauge\na 1\n# HELP b x\n"
                       "# TYPE b gauge\nb 1\n# HELP a x\n"),
           head + "h_bucket{le=\"1\"} 1\nh_sum 1\nh_count 1\n",
           head + "h_bucket{le=\"1\"} 2\nh_bucket{le=\"+Inf\"} 1\nh_sum 1\n"
                  "h_count 1\n",
           head + "h_bucket{le=\"2\"} 1\nh_bucket{le=\"1\"} 1\n"
                  "h_bucket{le=\"+Inf\"} 1\nh_sum 1\nh_count 1\n",
           head + "h_bucket{le=\"+Inf\"} 1\nh_sum 1\nh_count 2\n",
           head + "h_bucket{le=\"+Inf\"} 1\nh_count 1\n",
       }) {
    EXPECT_NE(ParseStrictly(text).error, "") << text;
  }
}

}  // namespace
}  // namespace hermes::gateway
