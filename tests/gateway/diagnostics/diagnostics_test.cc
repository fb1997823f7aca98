#include "gateway/diagnostics/diagnostics.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>

namespace hermes::gateway {
namespace {

GatewayReport Gateway() {
  GatewayReport report;
  report.state = "running";
  report.uptime = std::chrono::seconds(90);
  report.turns = {{"api-12ab", 3.21, "streaming"},
                  {"evil\n=== fake", 1, "queued"}};
  report.counts = {{"connections", 3}, {"store operations", 0}};
  return report;
}

std::string Text() {
  ProcessReport process;
  process.pid = 7;
  process.usage = ProcessUsage{1.5, 0, 2048 * 1024, 4096 * 1024, 3, 11, {}};
  process.threads.resize(1);
  process.threads[0].tid = 9;
  return FormatDiagnostics(WallTime(std::chrono::seconds(1795341600)),
                           Gateway(), process);
}

TEST(DiagnosticsTest, ContainsEverything) {
  const std::string text = Text();
  for (const char* line :
       {"=== 2026-11-22T10:00:00+00:00 pid 7 hermes ", ", running for 90 s\n",
        "connections: 3\n", "store operations: 0\n", "turns in progress: 2\n",
        "turn [api-12ab] for 3.2 s: streaming\n",
        "memory: 2048 KiB resident, 4096 KiB virtual; cpu: 1.50 s; "
        "descriptors: 11 open of any number; threads: 3\n",
        "thread 9 ("}) {
    EXPECT_NE(text.find(line), std::string::npos) << line << " in\n" << text;
  }
  EXPECT_EQ(text.back(), '\n');
}

TEST(DiagnosticsTest, DoesNotLetNamesStartADump) {
  EXPECT_EQ(Text().find("\n==="), std::string::npos);
}

TEST(DiagnosticsTest, ReportsThisProcess) {
  const ProcessReport process = ReportProcess();
  EXPECT_EQ(process.pid, getpid());
  EXPECT_TRUE(process.usage.has_value());
  EXPECT_TRUE(std::any_of(
      process.threads.begin(), process.threads.end(),
      [](const ThreadReport& thread) { return thread.tid == gettid(); }));
}

}  // namespace
}  // namespace hermes::gateway
