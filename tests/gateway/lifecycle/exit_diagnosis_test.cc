#include "gateway/lifecycle/exit_diagnosis.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <string>

#include "tests/gateway/temp_directory.h"

namespace hermes::gateway {
namespace {

ExitDiagnosis Sample() {
  ExitDiagnosis sample;
  sample.pid = 7;
  sample.verdict = VerdictFor(StopEvent::kTerminate, Marker::kNone);
  sample.signal = "SIGTERM from pid 1 (init)";
  return sample;
}

constexpr char kLine[] =
    "1970-01-01T00:00:00+00:00 pid=7 exit=1 reason=\"SIGTERM\" drained=no "
    "by=\"SIGTERM from pid 1 (init)\"\n";

TEST(ExitDiagnosisTest, DescribesEndInOneLine) {
  EXPECT_EQ(DiagnosisLine(Sample()), kLine);
  ExitDiagnosis marked = Sample();
  marked.signal = "";
  EXPECT_NE(DiagnosisLine(marked).find("by=\"no signal\""), std::string::npos);
}

class ExitDiagnosisFileTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_EQ(mkdir(home_.Path("logs").c_str(), 0755), 0);
  }
  TempDirectory home_;
};

TEST_F(ExitDiagnosisFileTest, AppendsLines) {
  ASSERT_TRUE(AppendDiagnosis(home_.fd(), Sample()).ok());
  ASSERT_TRUE(AppendDiagnosis(home_.fd(), Sample()).ok());
  EXPECT_EQ(home_.Read("logs/gateway-exit-diag.log"),
            std::string(kLine) + kLine);
}

TEST_F(ExitDiagnosisFileTest, RotatesLargeFile) {
  home_.Write("logs/gateway-exit-diag.log", std::string(300 * 1024, 'x'));
  ASSERT_TRUE(AppendDiagnosis(home_.fd(), Sample()).ok());
  EXPECT_EQ(home_.Read("logs/gateway-exit-diag.log"), kLine);
  EXPECT_EQ(home_.Read("logs/gateway-exit-diag.log.1").size(), 300u * 1024);
}

TEST_F(ExitDiagnosisFileTest, ReportsLinkAndMissingDirectory) {
  ASSERT_EQ(
      symlink("elsewhere", home_.Path("logs/gateway-exit-diag.log").c_str()),
      0);
  EXPECT_FALSE(AppendDiagnosis(home_.fd(), Sample()).ok());
  EXPECT_FALSE(home_.Has("logs/elsewhere"));
  const TempDirectory bare;
  EXPECT_FALSE(AppendDiagnosis(bare.fd(), Sample()).ok());
}

}  // namespace
}  // namespace hermes::gateway
