#include "shim/manager/slot_state.h"

#include <set>
#include <string>

#include "gtest/gtest.h"

namespace hermes {
namespace {

SlotFacts Facts(bool up, bool wanted_up) {
  SlotFacts facts;
  facts.published = true;
  facts.status.up = up;
  facts.status.wanted_up = wanted_up;
  return facts;
}

SlotFacts With(SlotFacts facts, bool SlotFacts::*member) {
  facts.*member = true;
  return facts;
}

SlotFacts With(SlotFacts facts, bool SlotStatus::*member) {
  facts.status.*member = true;
  return facts;
}

SlotFacts Failed(SlotFacts facts) {
  facts.status.failed_code = 78;
  return facts;
}

struct Case {
  std::string name;
  SlotFacts facts;
  std::string word;
};

class SlotStateTest : public testing::TestWithParam<Case> {};

TEST_P(SlotStateTest, MapsFactsToWord) {
  EXPECT_EQ(WordOf(StateOf(GetParam().facts)), GetParam().word);
}

const SlotFacts kUp = Facts(true, true);
const SlotFacts kReady = With(kUp, &SlotStatus::ready);
const SlotFacts kDown = Facts(false, false);

INSTANTIATE_TEST_SUITE_P(
    Table, SlotStateTest,
    testing::Values(
        Case{"NoSlot", SlotFacts(), "no slot"},
        Case{"Foreground", With(kDown, &SlotFacts::foreground), "foreground"},
        Case{"WantedDownAndUp", With(Facts(true, false), &SlotStatus::ready),
             "draining"},
        Case{"WantedDownDuringBackOff",
             With(Facts(true, false), &SlotStatus::backing_off), "draining"},
        Case{"Held",
             With(With(kUp, &SlotStatus::backing_off), &SlotStatus::held),
             "held"},
        Case{"BackingOff", With(kUp, &SlotStatus::backing_off), "backing off"},
        Case{"DrainingForARestart", With(kReady, &SlotFacts::restart_marked),
             "restarting"},
        Case{"BetweenTwoLives", Facts(false, true), "restarting"},
        Case{"FinishingBeforeTheNextLife",
             With(Facts(false, true), &SlotStatus::finishing), "restarting"},
        Case{"Running", kReady, "running"}, Case{"Starting", kUp, "starting"},
        Case{"FailedBeforeThisLife", Failed(kUp), "starting"},
        Case{"Failed", Failed(kDown), "failed"},
        Case{"DashboardFailed", Failed(With(kDown, &SlotFacts::is_dashboard)),
             "failed"},
        Case{"DashboardNotWanted", With(kDown, &SlotFacts::is_dashboard),
             "disabled"},
        Case{"DashboardRunning", With(kReady, &SlotFacts::is_dashboard),
             "running"},
        Case{"Down", kDown, "down"},
        Case{"DownAndFinishing", With(kDown, &SlotStatus::finishing), "down"}),
    [](const testing::TestParamInfo<Case>& each) { return each.param.name; });

TEST(SlotStateWordTest, HasDifferentWordForEachState) {
  std::set<std::string_view> words;
  for (int state = 0; state <= static_cast<int>(SlotState::kDown); ++state) {
    words.insert(WordOf(static_cast<SlotState>(state)));
  }
  EXPECT_EQ(words.size(), 11u);
  EXPECT_EQ(words.count(""), 0u);
}

}  // namespace
}  // namespace hermes
