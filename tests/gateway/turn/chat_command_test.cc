#include "gateway/turn/chat_command.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>

#include "gateway/turn/chat_message.h"

namespace hermes::gateway {
namespace {

struct Case {
  const char* name;
  const char* text;
  std::optional<ChatCommand> command;
};

class ParseCommandTest : public testing::TestWithParam<Case> {};

TEST_P(ParseCommandTest, RecognisesCommands) {
  EXPECT_EQ(ParseCommand(TextMessage(Role::kUser, GetParam().text)),
            GetParam().command);
}

INSTANTIATE_TEST_SUITE_P(
    Table, ParseCommandTest,
    testing::Values(Case{"New", "/new", ChatCommand::kNew},
                    Case{"Reset", "/reset", ChatCommand::kReset},
                    Case{"Stop", "/stop", ChatCommand::kStop},
                    Case{"Status", "/status", ChatCommand::kStatus},
                    Case{"Help", "/help", ChatCommand::kHelp},
                    Case{"Capitals", "/NeW", ChatCommand::kNew},
                    Case{"Blanks", " \n/new\t\n", ChatCommand::kNew},
                    Case{"Arguments", "/new please", ChatCommand::kNew},
                    Case{"NextLine", "/new\nplease", ChatCommand::kNew},
                    Case{"Addressed", "/new@hermes_bot", ChatCommand::kNew},
                    Case{"Path", "/new/file", std::nullopt},
                    Case{"Usr", "/usr/bin/env", std::nullopt},
                    Case{"Unknown", "/newer", std::nullopt},
                    Case{"Prefix", "/ne", std::nullopt},
                    Case{"Slash", "/", std::nullopt},
                    Case{"TwoSlashes", "//new", std::nullopt},
                    Case{"SlashAndBlank", "/ new", std::nullopt},
                    Case{"InTheMiddle", "try /new", std::nullopt},
                    Case{"Word", "new", std::nullopt},
                    Case{"Empty", "", std::nullopt}),
    [](const testing::TestParamInfo<Case>& i) { return i.param.name; });

TEST(ParseCommandInputTest, AcceptsOnlyAUsersSingleText) {
  EXPECT_EQ(ParseCommand(TextMessage(Role::kAssistant, "/new")), std::nullopt);
  ChatMessage message = TextMessage(Role::kUser, "/new");
  message.parts.push_back(
      {ContentPart::Kind::kImage, "https://example.org/a.png", ""});
  EXPECT_EQ(ParseCommand(message), std::nullopt);
  EXPECT_EQ(ParseCommand({Role::kUser, {}}), std::nullopt);
}

TEST(CommandHelpTest, ListsEveryCommand) {
  for (const char* name : {"/new", "/reset", "/stop", "/status", "/help"}) {
    EXPECT_NE(CommandHelp().find(std::string(name) + ": "), std::string::npos)
        << name;
  }
}

}  // namespace
}  // namespace hermes::gateway
