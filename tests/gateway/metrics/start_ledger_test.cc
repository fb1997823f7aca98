#include "gateway/metrics/start_ledger.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "tests/gateway/temp_directory.h"

namespace hermes::gateway {
namespace {

TEST(StartLedgerTest, StartsCountingInEmptyHome) {
  const TempDirectory home;
  EXPECT_EQ(RecordStart(home.fd(), 1790000000.5).total, 1u);
  EXPECT_EQ(RecordStart(home.fd(), 1790000001.25).total, 2u);
  EXPECT_EQ(home.Read("gateway-starts.log"),
            "1790000000.500\n1790000001.250\n");
}

TEST(StartLedgerTest, ListsFortyAndCountsAll) {
  const TempDirectory home;
  for (int i = 0; i < 50; ++i) RecordStart(home.fd(), 100 + i);
  const StartLedger ledger = RecordStart(home.fd(), 150);
  EXPECT_EQ(ledger.total, 51u);
  ASSERT_EQ(ledger.recent.size(), 40u);
  EXPECT_EQ(ledger.recent.front(), 111);
  EXPECT_EQ(ledger.recent.back(), 150);
}

// The ledger of another implementation has no total.
TEST(StartLedgerTest, RaisesTotalToTheLengthOfTheList) {
  EXPECT_EQ(ParseStarts("1.5\n2.5\n3.5\n", "").total, 3u);
  EXPECT_EQ(ParseStarts("1.5\n2.5\n3.5\n", "2\n").total, 3u);
  EXPECT_EQ(ParseStarts("1.5\n", "70\n").total, 70u);
}

TEST(StartLedgerTest, IgnoresWhatIsNotANumber) {
  const StartLedger ledger = ParseStarts("x\n1.5\n\nnan\ninf\n2", "-4");
  EXPECT_EQ(ledger.recent, (std::vector<double>{1.5, 2}));
  EXPECT_EQ(ledger.total, 2u);
}

TEST(StartLedgerTest, CountsStartThatCannotBeWritten) {
  const TempDirectory home;
  home.Write("gateway-starts.total", "7\n");
  ASSERT_EQ(mkdir(home.Path("gateway-starts.log").c_str(), 0700), 0);
  EXPECT_EQ(RecordStart(home.fd(), 1).total, 8u);
}

}  // namespace
}  // namespace hermes::gateway
