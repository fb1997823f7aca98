#include "gateway/lock/marker_files.h"

#include <gtest/gtest.h>

#include "gateway/lock/stop_marker.h"
#include "tests/gateway/temp_directory.h"

namespace hermes::gateway {
namespace {

PidRecord Process(pid_t pid) {
  PidRecord record;
  record.pid = pid;
  record.start_time = 42;
  record.hermes_home = "/data";
  return record;
}

std::string Planned(pid_t pid) {
  return "{\"target_pid\":" + std::to_string(pid) + ",\"written_at\":\"" +
         FormatRfc3339(WallNow()) + "\"}";
}

TEST(MarkerFilesTest, CountsEachMarkerOnce) {
  const TempDirectory dir;
  dir.Write(kPlannedStopFile, Planned(7));
  EXPECT_EQ(ConsumeMarker(dir.fd(), Process(7)), Marker::kPlannedStop);
  EXPECT_EQ(ConsumeMarker(dir.fd(), Process(7)), Marker::kNone);
  EXPECT_FALSE(dir.Has(kPlannedStopFile));
}

TEST(MarkerFilesTest, LeavesMarkersForOthers) {
  const TempDirectory dir;
  dir.Write(kPlannedStopFile, Planned(8));
  EXPECT_EQ(ConsumeMarker(dir.fd(), Process(7)), Marker::kNone);
  EXPECT_TRUE(dir.Has(kPlannedStopFile));
}

TEST(MarkerFilesTest, PassesTakeoverFromReplacerToTarget) {
  const TempDirectory dir;
  ASSERT_TRUE(WriteTakeover(dir.fd(), Process(7), Process(8)).ok());
  EXPECT_EQ(ConsumePlannedStop(dir.fd(), Process(7)), Marker::kNone);
  EXPECT_EQ(ConsumeMarker(dir.fd(), Process(7)), Marker::kTakeover);
  EXPECT_FALSE(dir.Has(kTakeoverFile));
}

TEST(MarkerFilesTest, KeepsOwnMarkersInSweep) {
  const TempDirectory dir;
  dir.Write(kPlannedStopFile, Planned(7));
  ASSERT_TRUE(WriteTakeover(dir.fd(), Process(9), Process(8)).ok());
  SweepMarkers(dir.fd(), Process(7));
  EXPECT_TRUE(dir.Has(kPlannedStopFile));
  EXPECT_FALSE(dir.Has(kTakeoverFile));
}

}  // namespace
}  // namespace hermes::gateway
