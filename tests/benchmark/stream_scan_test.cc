#include "tests/benchmark/stream_scan.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace hermes::benchmark {
namespace {

constexpr std::string_view kStream =
    ": keepalive\n\n"
    "data: {\"choices\":[{\"delta\":{\"role\":\"assistant\","
    "\"content\":\"\"}}]}\n\n"
    "data: {\"choices\":[{\"delta\":{\"content\":\"abcd\"}}]}\n\n"
    "data: {\"choices\":[{\"delta\":{\"content\":\"e\\\"f\"}}]}\r\n\r\n"
    "data: {\"choices\":[{\"delta\":{}}]}\n\n"
    "data: [DONE]\n\n";

TEST(StreamScanTest, CountsContentAndFindsEnd) {
  StreamScan scan;
  scan.Take(kStream);
  EXPECT_EQ(scan.content_bytes(), 8);
  EXPECT_TRUE(scan.done());
}

TEST(StreamScanTest, GivesSameResultForEveryChunkSize) {
  for (size_t cut = 1; cut < 20; ++cut) {
    StreamScan scan;
    for (size_t at = 0; at < kStream.size(); at += cut) {
      scan.Take(kStream.substr(at, cut));
    }
    EXPECT_EQ(scan.content_bytes(), 8) << cut;
    EXPECT_TRUE(scan.done()) << cut;
  }
}

TEST(StreamScanTest, CountsNoContentForRoleAlone) {
  StreamScan scan;
  scan.Take(kStream.substr(0, kStream.find("abcd")));
  EXPECT_EQ(scan.content_bytes(), 0);
  EXPECT_FALSE(scan.done());
}

}  // namespace
}  // namespace hermes::benchmark
