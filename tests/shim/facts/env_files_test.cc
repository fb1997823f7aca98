#include "shim/facts/env_files.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <string>
#include <vector>

#include "shim/base/environment.h"

namespace hermes {
namespace {

using Entries = std::vector<std::string>;

class EnvFilesTest : public testing::Test {
 protected:
  static std::string File(const std::string& name, const std::string& text) {
    const std::string path = testing::TempDir() + "/" + name;
    std::ofstream(path) << text;
    return path;
  }
};

TEST_F(EnvFilesTest, ChangesNothingWithoutVariable) {
  Environment environment(Entries{"A=1"});
  EXPECT_EQ(LoadEnvFiles(environment).exit_code, 0);
  EXPECT_EQ(environment.entries(), Entries{"A=1"});
}

TEST_F(EnvFilesTest, AddsVariablesAndRemovesList) {
  const std::string one = File("one", "A=1\n");
  const std::string two = File("two", "B='2 3'\n");
  Environment environment(Entries{"HERMES_ENV_FILE=" + one + ":" + two, "C=4"});
  EXPECT_EQ(LoadEnvFiles(environment).exit_code, 0);
  EXPECT_EQ(environment.entries(), (Entries{"C=4", "A=1", "B=2 3"}));
}

TEST_F(EnvFilesTest, KeepsVariablesOfContainer) {
  const std::string file = File("given", "A=file\nB=file\n");
  Environment environment(
      Entries{"A=container", "B=", "HERMES_ENV_FILE=" + file});
  EXPECT_EQ(LoadEnvFiles(environment).exit_code, 0);
  EXPECT_EQ(environment.entries(), (Entries{"A=container", "B="}));
}

TEST_F(EnvFilesTest, PrefersLaterFile) {
  const std::string one = File("first", "A=1\n");
  const std::string two = File("second", "A=2\n");
  Environment environment(Entries{"HERMES_ENV_FILE=" + one + ":" + two});
  EXPECT_EQ(LoadEnvFiles(environment).exit_code, 0);
  EXPECT_EQ(environment.GetOrEmpty("A"), "2");
}

TEST_F(EnvFilesTest, IgnoresEmptyElementsOfList) {
  const std::string file = File("alone", "A=1\n");
  Environment environment(Entries{"HERMES_ENV_FILE=:" + file + "::"});
  EXPECT_EQ(LoadEnvFiles(environment).exit_code, 0);
  EXPECT_EQ(environment.GetOrEmpty("A"), "1");
}

TEST_F(EnvFilesTest, NamesMissingFileAndChangesNothing) {
  const std::string one = File("before", "A=1\n");
  const Entries entries = {"HERMES_ENV_FILE=" + one + ":/nowhere/b"};
  Environment environment(entries);
  const EnvFilesOutcome outcome = LoadEnvFiles(environment);
  EXPECT_EQ(outcome.exit_code, 78);
  EXPECT_NE(outcome.message.find("/nowhere/b"), std::string::npos)
      << outcome.message;
  EXPECT_EQ(environment.entries(), entries);
}

TEST_F(EnvFilesTest, NamesInvalidLineWithoutItsValue) {
  const std::string file = File("wrong", "A=1\nSECRET 'hush'\n");
  Environment environment(Entries{"HERMES_ENV_FILE=" + file});
  const EnvFilesOutcome outcome = LoadEnvFiles(environment);
  EXPECT_EQ(outcome.exit_code, 78);
  EXPECT_NE(outcome.message.find(file + ":2: "), std::string::npos)
      << outcome.message;
  EXPECT_EQ(outcome.message.find("hush"), std::string::npos);
}

}  // namespace
}  // namespace hermes
