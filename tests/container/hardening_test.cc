// Tests of hardened containers: read-only, noexec, without rights, as any user,
// below another init. The outcome of `gateway run` must be the one in
// docs/matrix.md.
#include <sys/stat.h>
#include <unistd.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/container/data_directory.h"
#include "tests/container/docker_container.h"
#include "tests/container/hardened_container.h"
#include "tests/container/matrix_page.h"

namespace hermes::fixture {
namespace {

using Strings = std::vector<std::string>;
using Outcomes = std::map<std::string, std::string>;

// A value of one dimension: its words on the page, and docker's options.
struct Choice {
  std::string words;
  Strings options;
};

struct User {
  std::string words;
  Strings options;
  uid_t uid = 0;  // owner of the data directory and, unless root, of the tree
  gid_t gid = 0;
};

const std::vector<User>& Users() {
  static const std::vector<User> users = {
      {"root", {}, 0, 0},
      {"10000", {"--user", "10000"}, 10000, 0},
      {"1234:1234", {"--user", "1234:1234"}, 1234, 1234},
      {"1000670000:0", {"--user", "1000670000:0"}, 1000670000, 0}};
  return users;
}

const std::vector<Choice>& Rights() {
  static const std::vector<Choice> rights = {
      {"", {}},
      {", no-new-privileges", {"--security-opt", "no-new-privileges"}},
      {", cap-drop ALL", {"--cap-drop", "ALL"}},
      {", cap-drop ALL, no-new-privileges",
       {"--cap-drop", "ALL", "--security-opt", "no-new-privileges"}}};
  return rights;
}

const std::vector<Choice>& FileSystems() {
  static const std::vector<Choice> file_systems = {
      {"writable", {}},
      {"writable, tmpfs", {"--tmpfs", "/run", "--tmpfs", "/tmp"}},
      {"read-only", {"--read-only"}},
      {"read-only, tmpfs",
       {"--read-only", "--tmpfs", "/run", "--tmpfs", "/tmp"}}};
  return file_systems;
}

const std::vector<Choice>& Inits() {
  static const std::vector<Choice> inits = {{"", {}}, {", --init", {"--init"}}};
  return inits;
}

Strings operator+(Strings first, const Strings& second) {
  first.insert(first.end(), second.begin(), second.end());
  return first;
}

struct Line {
  size_t user;
  size_t rights;
};

class HardeningTest : public testing::TestWithParam<Line> {
 protected:
  static const User& user() { return Users()[GetParam().user]; }
  static const Choice& rights() { return Rights()[GetParam().rights]; }
};

std::string LineName(const testing::TestParamInfo<Line>& each) {
  static const char* const users[] = {"Root", "UserOfImage", "OtherUser",
                                      "RandomUserOfGroup0"};
  static const char* const rights[] = {"", "NoNewPrivileges", "NoCapabilities",
                                       "NoNewPrivilegesNoCapabilities"};
  return std::string(users[each.param.user]) + rights[each.param.rights];
}

std::vector<Line> Lines() {
  std::vector<Line> lines;
  for (size_t user = 0; user < Users().size(); ++user) {
    for (size_t rights = 0; rights < Rights().size(); ++rights) {
      lines.push_back({user, rights});
    }
  }
  return lines;
}

INSTANTIATE_TEST_SUITE_P(As, HardeningTest, testing::ValuesIn(Lines()),
                         LineName);

// Returns the cells of the page whose keys begin with `line`.
Outcomes CellsOf(const std::string& line) {
  Outcomes cells;
  for (const auto& cell : MatrixPage()) {
    if (cell.first.rfind(line + " / ", 0) == 0) cells.insert(cell);
  }
  return cells;
}

TEST_P(HardeningTest, MatchesMatrixPage) {
  const std::string line = user().words + rights().words;
  std::vector<std::unique_ptr<DataDirectory>> data;
  std::vector<HardenedRun> runs;
  for (const Choice& files : FileSystems()) {
    for (const Choice& init : Inits()) {
      data.push_back(std::make_unique<DataDirectory>(user().uid, user().gid));
      HardenedRun run;
      run.name = line + " / " + files.words + init.words;
      run.options = data.back()->Mounted() + user().options + rights().options +
                    files.options + init.options;
      run.uid = user().uid == 0 ? 10000 : user().uid;
      run.no_new_privileges = GetParam().rights % 2 == 1;
      runs.push_back(run);
    }
  }
  const Outcomes page = CellsOf(line);
  const Outcomes seen = OutcomesOf(runs);
  EXPECT_EQ(page.size(), seen.size());
  for (const auto& [name, outcome] : seen) {
    const auto cell = page.find(name);
    EXPECT_EQ(outcome, cell == page.end() ? "not on the page" : cell->second)
        << name;
  }
}

// A directory of this host for the container's /run.
class RunDirectory {
 public:
  RunDirectory(uid_t uid, gid_t gid, mode_t mode) : directory_(uid, gid) {
    chmod(directory_.Path().c_str(), mode);
  }
  Strings Mounted() const { return {"-v", directory_.Path() + ":/run"}; }

 private:
  DataDirectory directory_;
};

// Places where no run directory can be created, or only some.
class PlaceTest : public testing::Test {
 protected:
  // Expects the outcome that the page has in the row `name`.
  static void ExpectOutcomeOfPage(const std::string& name, HardenedRun run) {
    run.name = name;
    const Outcomes page = MatrixPage();
    const auto cell = page.find(name + " / result");
    ASSERT_NE(cell, page.end()) << "docs/matrix.md has no row " << name;
    EXPECT_EQ(OutcomeOf(run), cell->second);
  }
  static Strings NoPlace() { return {"--read-only", "--ipc", "none"}; }
  static Strings Restricted(const std::string& user) {
    return {"--user",           user,  "--read-only",
            "--cap-drop",       "ALL", "--security-opt",
            "no-new-privileges"};
  }
};

TEST_F(PlaceTest, MatchesPageIfRunBelongsToAnotherUid) {
  const RunDirectory run(4242, 4242, 0755);
  const DataDirectory data(1234, 1234);
  ExpectOutcomeOfPage(
      "/run belongs to another uid",
      {"", Restricted("1234:1234") + run.Mounted() + data.Mounted(), 1234});
}

TEST_F(PlaceTest, MatchesPageIfRunBelongsToGroupOfUser) {
  const RunDirectory run(0, 4321, 02770);
  const DataDirectory data(10000, 4321);
  ExpectOutcomeOfPage(
      "/run belongs to a group of the user",
      {"", Restricted("10000") + Strings{"--group-add", "4321"} +
               run.Mounted() + data.Mounted()});
}

TEST_F(PlaceTest, MatchesPageIfRunIsReadOnly) {
  const DataDirectory data;
  ExpectOutcomeOfPage("/run is a read-only tmpfs",
                      {"", Restricted("10000") + Strings{"--tmpfs", "/run:ro"} +
                               data.Mounted()});
}

TEST_F(PlaceTest, MatchesPageIfRunIsReadOnlyForRoot) {
  const DataDirectory data(0, 0);
  ExpectOutcomeOfPage(
      "/run is a read-only tmpfs, root",
      {"", Strings{"--read-only", "--tmpfs", "/run:ro"} + data.Mounted()});
}

TEST_F(PlaceTest, MatchesPageWithoutWritablePlace) {
  const DataDirectory data;
  ExpectOutcomeOfPage("no writable place",
                      {"", Restricted("10000") + NoPlace() + data.Mounted()});
}

TEST_F(PlaceTest, MatchesPageWithoutWritablePlaceForRoot) {
  const DataDirectory data(0, 0);
  ExpectOutcomeOfPage("no writable place, root",
                      {"", NoPlace() + data.Mounted()});
}

TEST_F(PlaceTest, ReportsMissingWritablePlaceInOneLine) {
  const DataDirectory data;
  const DockerContainer container(
      Published() + NoPlace() + Strings{"--user", "10000"} + data.Mounted(),
      {"gateway", "run"});
  ASSERT_TRUE(container.WaitForHealth()) << container.Logs().err;
  const std::string err = container.Logs().err;
  const size_t first = err.find("hermes-entry: ");
  ASSERT_NE(first, std::string::npos) << err;
  EXPECT_NE(err.find("in the foreground"), std::string::npos) << err;
  EXPECT_EQ(err.find("hermes-entry: ", first + 1), std::string::npos) << err;
}

TEST_F(PlaceTest, MatchesPageWithoutWritablePlaceIfSupervisionIsRequired) {
  const DataDirectory data;
  ExpectOutcomeOfPage(
      "no writable place, HERMES_GATEWAY_SUPERVISE=require",
      {"", Restricted("10000") + NoPlace() +
               Strings{"-e", "HERMES_GATEWAY_SUPERVISE=require"} +
               data.Mounted()});
}

TEST_F(PlaceTest, MatchesPageWithChosenPlaceInData) {
  const DataDirectory data;
  ExpectOutcomeOfPage(
      "no other writable place, HERMES_ENTRY_RUN_DIR=/opt/data/.run",
      {"", Restricted("10000") + NoPlace() +
               Strings{"-e", "HERMES_ENTRY_RUN_DIR=/opt/data/.run"} +
               data.Mounted()});
}

TEST_F(PlaceTest, MatchesPageForRootWithoutCapabilitiesIfAllowed) {
  const DataDirectory data(0, 0);
  ExpectOutcomeOfPage(
      "root, cap-drop ALL, HERMES_ALLOW_ROOT_GATEWAY=1",
      {"",
       Strings{"--cap-drop", "ALL", "-e", "HERMES_ALLOW_ROOT_GATEWAY=1"} +
           data.Mounted(),
       0});
}

TEST_F(PlaceTest, MatchesPageForRootWithoutSetgid) {
  const DataDirectory data(0, 0);
  ExpectOutcomeOfPage("root, cap-drop SETGID",
                      {"", Strings{"--cap-drop", "SETGID"} + data.Mounted()});
}

TEST_F(PlaceTest, MatchesPageIfDataBelongsToAnotherUid) {
  const DataDirectory data(4242, 4242);
  ExpectOutcomeOfPage("/opt/data belongs to another uid",
                      {"", Strings{"--user", "1234:1234"} + data.Mounted()});
}

TEST_F(PlaceTest, MatchesPageIfDataIsReadOnly) {
  const DataDirectory data;
  ExpectOutcomeOfPage("/opt/data is read-only",
                      {"", {"-v", data.Path() + ":/opt/data:ro"}});
}

// A boot writes nothing to the image itself, only to mounts.
TEST(ImmutableImageTest, WritesNothingOutsideRunAndData) {
  const DockerContainer container(
      Published() + Strings{"--tmpfs", "/run", "--tmpfs", "/tmp"},
      {"gateway", "run"});
  ASSERT_TRUE(container.WaitForHealth()) << container.Logs().err;
  const Output difference = Docker({"diff", container.id()});
  EXPECT_EQ(difference.exit_code, 0) << difference.err;
  EXPECT_EQ(difference.out, "");
}

TEST(ForeignInitTest, ReportsForegroundInOneLineBelowDockersInit) {
  const DockerContainer container(Published() + Strings{"--init"},
                                  {"gateway", "run"});
  ASSERT_TRUE(container.WaitForHealth()) << container.Logs().err;
  const std::string err = container.Logs().err;
  const size_t line = err.find("hermes-entry: ");
  ASSERT_NE(line, std::string::npos) << err;
  EXPECT_EQ(err.find("hermes-entry: ", line + 1), std::string::npos) << err;
}

TEST(TableCellsTest, NamesCellsByRowAndColumn) {
  const Outcomes expected = {{"a, b / x", "1"}, {"a, b / y", "2"}};
  EXPECT_EQ(TableCells("# T\n\n| who | x | `y` |\n|---|---|---|\n"
                       "| `a`, b | 1 | 2 |\n\ntext\n"),
            expected);
}

}  // namespace
}  // namespace hermes::fixture
