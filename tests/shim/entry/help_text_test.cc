#include "shim/entry/help_text.h"

#include <gtest/gtest.h>

#include <sstream>
#include <string>

namespace hermes {
namespace {

bool Names(const std::string& what) {
  return std::string(kHelpText).find(what) != std::string::npos;
}

TEST(HelpTextTest, NamesEverySwitchAndOption) {
  for (const char* word :
       {"--entry-version", "--entry-help", "--entry-explain", "--entry-health",
        "--ready", "--timeout", "--no-supervise", "--profile", "-p NAME"}) {
    EXPECT_TRUE(Names(word)) << word;
  }
}

TEST(HelpTextTest, NamesEveryVariable) {
  for (const char* name : {"HERMES_ALLOW_NEW_PRIVILEGES",
                           "HERMES_ALLOW_ROOT_GATEWAY",
                           "HERMES_BIN",
                           "HERMES_DOCKER_EXEC_AS_ROOT",
                           "HERMES_ENTRY_DEPTH",
                           "HERMES_ENTRY_NOFILE_SOFT",
                           "HERMES_ENTRY_RUN_DIR",
                           "HERMES_ENTRY_SIGNAL_MASK",
                           "HERMES_ENTRY_STOP_TIMEOUT",
                           "HERMES_ENTRY_TERM_EXIT_CODE",
                           "HERMES_ENTRY_UMASK",
                           "HERMES_ENV_FILE",
                           "HERMES_GATEWAY_NOTIFY",
                           "HERMES_GATEWAY_NO_SUPERVISE",
                           "HERMES_GATEWAY_SUPERVISE",
                           "HERMES_GID",
                           "HERMES_HOME",
                           "HERMES_NOTIFY_FD",
                           "HERMES_S6_SUPERVISED_CHILD",
                           "HERMES_SUPERVISED_CHILD",
                           "HERMES_UID",
                           "PGID",
                           "PUID"}) {
    EXPECT_TRUE(Names(name)) << name;
  }
}

TEST(HelpTextTest, NamesEveryExitCode) {
  for (const char* code : {"\n    0  ", "\n    1  ", "\n   64  ", "\n   69  ",
                           "\n   71  ", "\n   73  ", "\n   75  ", "\n   77  ",
                           "\n   78  ", "\n  126  ", "\n  127  ", "128+n"}) {
    EXPECT_TRUE(Names(code)) << code;
  }
}

TEST(HelpTextTest, Fits80Columns) {
  std::istringstream text(kHelpText);
  for (std::string line; std::getline(text, line);) {
    EXPECT_LE(line.size(), 80u) << line;
  }
}

}  // namespace
}  // namespace hermes
