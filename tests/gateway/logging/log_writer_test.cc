#include "gateway/logging/log_writer.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

namespace hermes::gateway {
namespace {

using std::chrono::seconds;

// A simulated disk that can be full or hang.
class Disk {
 public:
  LogWriter::Append AsAppend() {
    return [this](const RotatingFile& file, const std::string& text) {
      std::unique_lock<std::mutex> lock(mutex_);
      waiting_ = true;
      changed_.notify_all();
      changed_.wait(lock, [this] { return !hangs_; });
      waiting_ = false;
      if (full_) return absl::ResourceExhaustedError("full");
      written_ += file.name + ":" + text;
      return absl::OkStatus();
    };
  }
  void Hang(bool hangs) {
    const std::lock_guard<std::mutex> lock(mutex_);
    hangs_ = hangs;
    changed_.notify_all();
  }
  void Fill(bool full) {
    const std::lock_guard<std::mutex> lock(mutex_);
    full_ = full;
  }
  void AwaitHang() {
    std::unique_lock<std::mutex> lock(mutex_);
    ASSERT_TRUE(
        changed_.wait_for(lock, seconds(30), [this] { return waiting_; }));
  }
  std::string written() {
    const std::lock_guard<std::mutex> lock(mutex_);
    return written_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool hangs_ = false;
  bool full_ = false;
  bool waiting_ = false;
  std::string written_;
};

std::vector<RotatingFile> TwoFiles() {
  return {{"a", 1000, 1, 0600}, {"b", 1000, 1, 0600}};
}

TEST(LogWriterTest, WritesInOrderToRightFile) {
  Disk disk;
  LogWriter writer(TwoFiles(), disk.AsAppend());
  disk.Hang(true);
  writer.Write(0, "1\n");
  disk.AwaitHang();
  writer.Write(0, "2\n");
  writer.Write(0, "3\n");
  writer.Write(1, "4\n");
  disk.Hang(false);
  ASSERT_TRUE(writer.Drain(seconds(30)));
  EXPECT_EQ(disk.written(), "a:1\na:2\n3\nb:4\n");
  EXPECT_EQ(writer.lost(), 0u);
}

TEST(LogWriterTest, WritesQueuedLinesBeforeItEnds) {
  Disk disk;
  {
    LogWriter writer(TwoFiles(), disk.AsAppend());
    for (int i = 0; i < 100; ++i) writer.Write(0, "x");
  }
  std::string written = disk.written();
  EXPECT_EQ(std::count(written.begin(), written.end(), 'x'), 100);
}

TEST(LogWriterTest, ReportsLinesLostOnFullDisk) {
  Disk disk;
  LogWriter writer(TwoFiles(), disk.AsAppend());
  disk.Fill(true);
  writer.Write(0, "1\n");
  ASSERT_TRUE(writer.Drain(seconds(30)));
  writer.Write(0, "2\n");
  ASSERT_TRUE(writer.Drain(seconds(30)));
  EXPECT_EQ(writer.lost(), 2u);
  disk.Fill(false);
  writer.Write(1, "other\n");
  writer.Write(0, "3\n");
  ASSERT_TRUE(writer.Drain(seconds(30)));
  const std::string written = disk.written();
  EXPECT_EQ(written.find("b:other\na:"), 0u) << written;
  EXPECT_NE(written.find("2 line(s) before this one could not be written\n3\n"),
            std::string::npos)
      << written;
}

TEST(LogWriterTest, DropsAndCountsLinesBeyondQueue) {
  Disk disk;
  LogWriter writer(TwoFiles(), disk.AsAppend(), {3, 1000});
  disk.Hang(true);
  writer.Write(0, "first\n");
  disk.AwaitHang();
  for (int i = 0; i < 5; ++i) writer.Write(0, "x\n");
  EXPECT_EQ(writer.lost(), 2u);
  disk.Hang(false);
  ASSERT_TRUE(writer.Drain(seconds(30)));
  EXPECT_NE(disk.written().find("2 line(s) before"), std::string::npos);
}

TEST(LogWriterTest, LimitsQueueInBytes) {
  Disk disk;
  LogWriter writer(TwoFiles(), disk.AsAppend(), {1000, 10});
  disk.Hang(true);
  writer.Write(0, "first\n");
  disk.AwaitHang();
  writer.Write(0, "123456789\n");
  writer.Write(0, "1");
  EXPECT_EQ(writer.lost(), 1u);
  disk.Hang(false);
}

// Without the time limit this test never ends.
TEST(LogWriterTest, AbandonsThreadOnHungDisk) {
  auto disk = std::make_shared<Disk>();
  disk->Hang(true);
  auto writer = std::make_unique<LogWriter>(
      TwoFiles(), [disk, append = disk->AsAppend()](const RotatingFile& file,
                                                    const std::string& text) {
        return append(file, text);
      });
  for (int i = 0; i < 100; ++i) writer->Write(0, "x\n");
  disk->AwaitHang();
  EXPECT_FALSE(writer->Drain(std::chrono::milliseconds(1)));
  const std::weak_ptr<Disk> held = disk;
  writer.reset();
  disk->Hang(false);
  disk.reset();
  // The abandoned thread releases what it held.
  const auto deadline = std::chrono::steady_clock::now() + seconds(30);
  while (!held.expired() && std::chrono::steady_clock::now() < deadline) {
    std::this_thread::yield();
  }
  EXPECT_TRUE(held.expired());
}

}  // namespace
}  // namespace hermes::gateway
