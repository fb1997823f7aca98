#include "gateway/config/observation_settings.h"

#include <gtest/gtest.h>

#include "absl/status/status.h"

namespace hermes::gateway {
namespace {

ObservationSettings Decide(const EnvironmentMap& environment,
                           const YamlSettings& yaml = {}) {
  const auto settings = DecideObservation(environment, yaml);
  EXPECT_TRUE(settings.ok()) << settings.status();
  return settings.ok() ? *settings : ObservationSettings();
}

TEST(ObservationSettingsTest, DefaultsToLoopbackMetricsAndWatchdog) {
  const ObservationSettings settings = Decide({});
  EXPECT_EQ(settings.metrics, MetricsAccess::kLoopback);
  EXPECT_TRUE(settings.loop_watchdog);
  EXPECT_EQ(settings.loop_watchdog_interval, std::chrono::seconds(30));
}

TEST(ObservationSettingsTest, ReadsFile) {
  YamlSettings yaml;
  yaml.metrics = MetricsAccess::kOff;
  yaml.loop_watchdog = false;
  yaml.loop_watchdog_interval = std::chrono::seconds(2);
  const ObservationSettings settings = Decide({}, yaml);
  EXPECT_EQ(settings.metrics, MetricsAccess::kOff);
  EXPECT_FALSE(settings.loop_watchdog);
  EXPECT_EQ(settings.loop_watchdog_interval, std::chrono::seconds(2));
}

TEST(ObservationSettingsTest, PrefersVariableToFile) {
  YamlSettings yaml;
  yaml.metrics = MetricsAccess::kOff;
  EXPECT_EQ(Decide({{"HERMES_METRICS", "key"}}, yaml).metrics,
            MetricsAccess::kKey);
}

TEST(ObservationSettingsTest, RejectsUnknownWord) {
  const auto settings = DecideObservation({{"HERMES_METRICS", "of"}}, {});
  ASSERT_TRUE(absl::IsFailedPrecondition(settings.status()));
  EXPECT_EQ(settings.status().message().rfind("HERMES_METRICS", 0), 0u);
}

TEST(MetricsAccessTest, ParsesWords) {
  for (const char* word : {"off", "OFF", "false", "no", "0"}) {
    EXPECT_EQ(ParseMetricsAccess(word), MetricsAccess::kOff) << word;
  }
  for (const char* word : {"loopback", "Loopback", "on", "true"}) {
    EXPECT_EQ(ParseMetricsAccess(word), MetricsAccess::kLoopback) << word;
  }
  EXPECT_EQ(ParseMetricsAccess("Key"), MetricsAccess::kKey);
  for (const char* word : {"", "all", " off"}) {
    EXPECT_EQ(ParseMetricsAccess(word), std::nullopt) << word;
  }
}

}  // namespace
}  // namespace hermes::gateway
