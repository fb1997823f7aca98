// Tests OpenAI's own client library against the real gateway, with the fake
// upstream as its server. drive.js contains the checks and runs once; each
// check is a test case here.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <iterator>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "tests/gateway/process/gateway_process.h"
#include "tests/gateway/temp_directory.h"
#include "tests/gateway/upstream_fake/upstream_thread.h"

namespace hermes::gateway {
namespace {

// For all checks together, on a slow machine.
constexpr int kDeadlineMs = 180000;
constexpr int kMostRuns = 2;

// The checks of drive.js, in order.
constexpr const char* kChecks[] = {
    "ModelsListNamesModel",
    "ChatAnswers",
    "ChatReportsUpstreamsUsage",
    "ChatPassesEveryCharacter",
    "ChatUsesConversationOfRequest",
    "ChatPassesOnFinishReasonLength",
    "ChatStreamCanBeIterated",
    "ChatStreamArrivesBeforeAnswerIsComplete",
    "ChatStreamHelpersEmitEvents",
    "AbortedStreamIsCancelledUpstream",
    "AbortedPlainRequestIsCancelledUpstream",
    "SessionHeaderContinuesConversation",
    "IdempotencyKeyReplaysAnswer",
    "IdempotencyKeyOfAnotherRequestConflicts",
    "ResponsesAnswer",
    "ResponsesStreamCanBeIterated",
    "ResponsesStreamHelpersEmitEvents",
    "ResponseContinuesPreviousResponse",
    "ResponseCanBeRetrieved",
    "DeletedResponseIsNotFound",
    "UnknownPreviousResponseIsNotFound",
    "WrongKeyRaisesAuthenticationError",
    "UnknownRouteIsNotFound",
    "RequestWithoutMessagesRaisesBadRequestError",
    "ToolsRaiseBadRequestError",
    "UpstreamsRateLimitRaisesRateLimitError",
    "TooManyConcurrentTurnsRaiseRateLimitError",
    "UpstreamsFailureRaisesServerError",
    "BrokenStreamRaisesError",
};

// The results of one run of drive.js.
struct Drive {
  std::map<std::string, std::string> results;  // "ok", or the failure
  std::string output;
  int exit_code = -1;
};

std::string Variable(const char* name) {
  const char* value = getenv(name);
  return value == nullptr ? "" : value;
}

// Runs node with `environment` and no other variables. Returns its exit code,
// or -1 if it does not end. Its output is appended to the file `output`.
int RunNode(const std::string& script, const std::string& output,
            const std::vector<std::string>& environment) {
  const pid_t pid = fork();
  if (pid == 0) {
    const int out = open(output.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
    dup2(open("/dev/null", O_RDONLY), 0);
    dup2(out, 1);
    dup2(out, 2);
    std::vector<char*> variables;
    variables.reserve(environment.size() + 1);
    for (const std::string& variable : environment) {
      variables.push_back(const_cast<char*>(variable.c_str()));
    }
    variables.push_back(nullptr);
    const char* argv[] = {"node", script.c_str(), nullptr};
    execvpe("node", const_cast<char**>(argv), variables.data());
    _exit(127);
  }
  pollfd ended = {static_cast<int>(syscall(SYS_pidfd_open, pid, 0)), POLLIN, 0};
  const bool in_time = poll(&ended, 1, kDeadlineMs) == 1;
  close(ended.fd);
  if (!in_time) kill(pid, SIGKILL);
  int status = 0;
  waitpid(pid, &status, 0);
  return in_time && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

// Parses the lines `ok NAME` and `not ok NAME: why`. The last failure may have
// several lines.
std::map<std::string, std::string> ResultsIn(const std::string& output) {
  std::map<std::string, std::string> results;
  std::istringstream lines(output);
  for (std::string line; std::getline(lines, line);) {
    if (line.rfind("ok ", 0) == 0) {
      results[line.substr(3)] = "ok";
    } else if (line.rfind("not ok ", 0) == 0) {
      const std::string rest = line.substr(7);
      results[rest.substr(0, rest.find(':'))] =
          output.substr(output.find(line));
    }
  }
  return results;
}

// Starts everything that drive.js needs and runs it once.
Drive RunDrive() {
  UpstreamThread upstream;
  const TempDirectory home;
  home.Write("config.yaml",
             "model:\n  provider: custom\n  base_url: " + upstream.base_url() +
                 "\n  model: fake-model\n");
  Launch launch;
  launch.environment = {
      {"API_SERVER_KEY", kTestKey},
      {"API_SERVER_MAX_CONCURRENT_RUNS", std::to_string(kMostRuns)}};
  GatewayProcess gateway(home, launch);
  Drive drive;
  if (!gateway.WaitForState("running")) return drive;
  const TempDirectory output;
  const std::string upstream_port = std::to_string(upstream.port());
  drive.exit_code = RunNode(
      Variable("HERMES_CLIENT_DRIVE"), output.Path("out"),
      {"PATH=" + Variable("PATH"),
       "NODE_PATH=" + Variable("HERMES_CLIENT_MODULES"),
       "CLIENT_BASE_URL=http://127.0.0.1:" + std::to_string(gateway.Port()) +
           "/v1",
       std::string("CLIENT_KEY=") + kTestKey,
       "CLIENT_UPSTREAM=http://127.0.0.1:" + upstream_port,
       "CLIENT_MOST_RUNS=" + std::to_string(kMostRuns)});
  drive.output = output.Read("out");
  drive.results = ResultsIn(drive.output);
  return drive;
}

const Drive& TheDrive() {
  static const Drive* const drive = new Drive(RunDrive());
  return *drive;
}

// The base of all tests. Fails if something is missing; no test is skipped.
class OpenAiClientTest : public testing::Test {
 protected:
  void SetUp() override {
    const std::string modules = Variable("HERMES_CLIENT_MODULES");
    ASSERT_FALSE(modules.empty())
        << "HERMES_CLIENT_MODULES does not say where the client library is: "
           "pass --test_env=HERMES_CLIENT_MODULES=\"$(tests/node-modules "
           "tests/client)\"";
    ASSERT_EQ(access((modules + "/openai/package.json").c_str(), R_OK), 0)
        << modules
        << " does not have the library: run tests/node-modules tests/client";
    ASSERT_NE(TheDrive().exit_code, 127)
        << "node cannot be started: install the package nodejs";
  }
};

class OpenAiClientCheckTest : public OpenAiClientTest,
                              public testing::WithParamInterface<const char*> {
};

INSTANTIATE_TEST_SUITE_P(Check, OpenAiClientCheckTest,
                         testing::ValuesIn(kChecks),
                         [](const testing::TestParamInfo<const char*>& each) {
                           return std::string(each.param);
                         });

TEST_P(OpenAiClientCheckTest, Holds) {
  const auto& results = TheDrive().results;
  const auto found = results.find(GetParam());
  ASSERT_TRUE(found != results.end()) << "not reached: an earlier check failed";
  EXPECT_EQ(found->second, "ok");
}

TEST_F(OpenAiClientTest, EveryCheckOfDriveIsTestCase) {
  std::set<std::string> known(std::begin(kChecks), std::end(kChecks));
  std::set<std::string> seen;
  for (const auto& [name, result] : TheDrive().results) seen.insert(name);
  EXPECT_EQ(seen, known) << TheDrive().output;
  EXPECT_EQ(TheDrive().exit_code, 0) << TheDrive().output;
}

}  // namespace
}  // namespace hermes::gateway
