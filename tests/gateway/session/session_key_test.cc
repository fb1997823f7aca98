#include "gateway/session/session_key.h"

#include <gtest/gtest.h>

#include <ostream>
#include <string>

namespace hermes::gateway {
namespace {

struct Case {
  std::string name;
  std::string profile;
  ChatSource source;
  SessionKeyRules rules;
  std::string key;

  friend void PrintTo(const Case& c, std::ostream* out) { *out << c.name; }
};

class SessionKeyTest : public testing::TestWithParam<Case> {};

TEST_P(SessionKeyTest, BuildsKeyFromSource) {
  const Case& c = GetParam();
  EXPECT_EQ(SessionKey(c.profile, c.source, c.rules), c.key);
}

constexpr SessionKeyRules kUsual;
constexpr SessionKeyRules kShared = {.group_sessions_per_user = false};
constexpr SessionKeyRules kThreadsApart = {.thread_sessions_per_user = true};

INSTANTIATE_TEST_SUITE_P(
    Table, SessionKeyTest,
    testing::Values(Case{"DefaultProfileIsMain",
                         "default",
                         {"telegram", "dm", "77", "", "77"},
                         kUsual,
                         "agent:main:telegram:dm:77"},
                    Case{"NoProfileIsMain",
                         "",
                         {"telegram", "dm", "77", "", ""},
                         kUsual,
                         "agent:main:telegram:dm:77"},
                    Case{"NamedProfile",
                         "work",
                         {"telegram", "dm", "77", "", ""},
                         kUsual,
                         "agent:work:telegram:dm:77"},
                    Case{"ProfileNamedMainDiffersFromDefault",
                         "main",
                         {"telegram", "dm", "77", "", ""},
                         kUsual,
                         "agent:main~:telegram:dm:77"},
                    Case{"DmWithoutChatUsesTheUser",
                         "default",
                         {"signal", "dm", "", "", "u1"},
                         kUsual,
                         "agent:main:signal:dm:u1"},
                    Case{"DmWithoutUserEndsWithItsType",
                         "default",
                         {"api_server", "dm", "", "", ""},
                         kUsual,
                         "agent:main:api_server:dm"},
                    Case{"DmIgnoresGroupRules",
                         "default",
                         {"signal", "dm", "c", "", "u1"},
                         kThreadsApart,
                         "agent:main:signal:dm:c"},
                    Case{"DmWithThread",
                         "default",
                         {"telegram", "dm", "77", "t5", "u1"},
                         kUsual,
                         "agent:main:telegram:dm:77:t5"},
                    Case{"DmWithThreadWithoutChat",
                         "default",
                         {"telegram", "dm", "", "t5", "u1"},
                         kThreadsApart,
                         "agent:main:telegram:dm:u1:t5"},
                    Case{"GroupIsPerUser",
                         "default",
                         {"telegram", "group", "-100", "", "u1"},
                         kUsual,
                         "agent:main:telegram:group:-100:u1"},
                    Case{"GroupIsSharedIfConfigured",
                         "default",
                         {"telegram", "group", "-100", "", "u1"},
                         kShared,
                         "agent:main:telegram:group:-100"},
                    Case{"GroupWithoutUser",
                         "default",
                         {"telegram", "group", "-100", "", ""},
                         kUsual,
                         "agent:main:telegram:group:-100"},
                    Case{"ChannelIsPerUser",
                         "default",
                         {"slack", "channel", "C1", "", "u1"},
                         kUsual,
                         "agent:main:slack:channel:C1:u1"},
                    Case{"ThreadIsShared",
                         "default",
                         {"discord", "thread", "C1", "t5", "u1"},
                         kUsual,
                         "agent:main:discord:thread:C1:t5"},
                    Case{"ThreadOfAGroupIsShared",
                         "default",
                         {"telegram", "group", "-100", "t5", "u1"},
                         kUsual,
                         "agent:main:telegram:group:-100:t5"},
                    Case{"ThreadIsPerUserIfConfigured",
                         "default",
                         {"discord", "thread", "C1", "t5", "u1"},
                         kThreadsApart,
                         "agent:main:discord:thread:C1:t5:u1"},
                    Case{"ColonsDoNotMixParts",
                         "default",
                         {"matrix", "group", "!a:b", "", "@c:d%"},
                         kUsual,
                         "agent:main:matrix:group:!a%3Ab:@c%3Ad%25"}),
    [](const testing::TestParamInfo<Case>& i) { return i.param.name; });

TEST(SessionKeySpellingTest, GivesDifferentSourcesDifferentKeys) {
  const ChatSource one = {"matrix", "group", "a:b", "", "c"};
  const ChatSource other = {"matrix", "group", "a", "", "b:c"};
  EXPECT_NE(SessionKey("default", one, {}), SessionKey("default", other, {}));
}

}  // namespace
}  // namespace hermes::gateway
