#include "gateway/config/model_decision.h"

#include <gtest/gtest.h>
#include <yaml-cpp/yaml.h>

#include <string>

#include "absl/status/status.h"
#include "gateway/config/model_yaml.h"

namespace hermes::gateway {
namespace {

using Kind = ModelSettings::Kind;

absl::StatusOr<ModelDecision> Decide(const std::string& model,
                                     const EnvironmentMap& environment) {
  const absl::StatusOr<ModelYaml> yaml = ReadModelYaml(YAML::Load(model));
  if (!yaml.ok()) return yaml.status();
  return DecideModel(environment, *yaml);
}

ModelSettings Decided(const std::string& model,
                      const EnvironmentMap& environment = {}) {
  const auto decision = Decide(model, environment);
  EXPECT_TRUE(decision.ok()) << decision.status();
  return decision.ok() ? decision->settings : ModelSettings();
}

struct Server {
  const char* name;
  const char* model;
  EnvironmentMap environment;
  const char* provider;
  const char* url;
  const char* key;
  const char* asked;  // the requested model
};

class ModelServerTest : public testing::TestWithParam<Server> {};

TEST_P(ModelServerTest, DecidesServer) {
  const Server& row = GetParam();
  const ModelSettings settings = Decided(row.model, row.environment);
  EXPECT_EQ(settings.kind, Kind::kUpstream);
  EXPECT_EQ(settings.provider, row.provider);
  EXPECT_EQ(settings.base_url, row.url);
  EXPECT_EQ(settings.api_key, row.key);
  EXPECT_EQ(settings.model, row.asked);
}

constexpr char kOpenAi[] = "https://api.openai.com/v1";
constexpr char kOpenRouter[] = "https://openrouter.ai/api/v1";

INSTANTIATE_TEST_SUITE_P(
    File, ModelServerTest,
    testing::Values(
        Server{"Custom",
               "{provider: custom, base_url: 'http://h/v1/', model: m}",
               {},
               "custom",
               "http://h/v1",
               "",
               "m"},
        Server{"ABaseUrlIsCustom",
               "{base_url: 'http://h/v1', default: m}",
               {},
               "custom",
               "http://h/v1",
               "",
               "m"},
        Server{"AutoIsNoProvider",
               "{provider: auto, base_url: 'http://h/v1', name: m}",
               {},
               "custom",
               "http://h/v1",
               "",
               "m"},
        Server{"AKnownUrlIsItsProvider",
               "{provider: auto, base_url: 'https://openrouter.ai/api/v1/', "
               "default: m}",
               {{"OPENROUTER_API_KEY", "r"}},
               "openrouter",
               kOpenRouter,
               "r",
               "m"},
        Server{"AnyCase",
               "{provider: OpenAI, model: m}",
               {{"OPENAI_API_KEY", "k"}},
               "openai",
               kOpenAi,
               "k",
               "m"},
        Server{"ModelBeatsDefaultBeatsName",
               "{provider: openai, name: c, default: b, model: a}",
               {{"OPENAI_API_KEY", "k"}},
               "openai",
               kOpenAi,
               "k",
               "a"},
        Server{"OpenRouter",
               "{provider: openrouter, model: m}",
               {{"OPENROUTER_API_KEY", "k"}},
               "openrouter",
               kOpenRouter,
               "k",
               "m"},
        Server{"KeyInTheFile",
               "{provider: openai, model: m, api_key: f}",
               {{"OPENAI_API_KEY", "k"}},
               "openai",
               kOpenAi,
               "f",
               "m"},
        Server{"KeyByReference",
               "{base_url: 'http://h', model: m, api_key: '${MY_KEY}'}",
               {{"MY_KEY", "k\n"}},
               "custom",
               "http://h",
               "k",
               "m"},
        Server{"KeyByName",
               "{base_url: 'http://h', model: m, api_key_env: MY_KEY}",
               {{"MY_KEY", "k"}},
               "custom",
               "http://h",
               "k",
               "m"},
        Server{"OpenAisKeyStaysAtHome",
               "{provider: custom, base_url: 'http://h', model: m}",
               {{"OPENAI_API_KEY", "k"}, {"OPENROUTER_API_KEY", "r"}},
               "custom",
               "http://h",
               "",
               "m"},
        Server{"UnlessItIsSent",
               "{provider: custom, base_url: 'http://h', model: m, "
               "api_key_env: OPENAI_API_KEY}",
               {{"OPENAI_API_KEY", "k"}},
               "custom",
               "http://h",
               "k",
               "m"},
        Server{"AnEmptyKeyIsNone",
               "{base_url: 'http://h', model: m, api_key: ''}",
               {},
               "custom",
               "http://h",
               "",
               "m"}),
    [](const testing::TestParamInfo<Server>& i) { return i.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Environment, ModelServerTest,
    testing::Values(
        Server{"UrlAndModelAreEnough",
               "",
               {{"OPENAI_BASE_URL", "http://h/v1/"}, {"HERMES_MODEL", "m"}},
               "custom",
               "http://h/v1",
               "",
               "m"},
        Server{"WithItsKey",
               "",
               {{"OPENAI_BASE_URL", "http://h/v1"},
                {"OPENAI_API_KEY", "k"},
                {"HERMES_MODEL", "m"}},
               "custom",
               "http://h/v1",
               "k",
               "m"},
        Server{"TheFilesNameDoes",
               "m",
               {{"OPENAI_BASE_URL", "http://h/v1"}},
               "custom",
               "http://h/v1",
               "",
               "m"},
        Server{"ModelBeatsTheFile",
               "{base_url: 'http://h', model: m}",
               {{"HERMES_MODEL", "e"}},
               "custom",
               "http://h",
               "",
               "e"},
        Server{"UrlBeatsTheFileWhoseKeyIsNotSent",
               "{base_url: 'http://f', model: m, api_key: files}",
               {{"OPENAI_BASE_URL", "http://h"}},
               "custom",
               "http://h",
               "",
               "m"},
        Server{"UrlBeatsAProviderToo",
               "{provider: openrouter, model: m}",
               {{"OPENAI_BASE_URL", "http://h"}, {"OPENROUTER_API_KEY", "r"}},
               "custom",
               "http://h",
               "",
               "m"},
        Server{"Proxy",
               "{provider: openai, model: m}",
               {{"GATEWAY_PROXY_URL", "https://other.example:8642/"},
                {"GATEWAY_PROXY_KEY", "p"},
                {"OPENAI_API_KEY", "k"},
                {"OPENAI_BASE_URL", "http://h"}},
               "hermes",
               "https://other.example:8642/v1",
               "p",
               "hermes-agent"},
        Server{"ProxyThatNamesTheVersion",
               "",
               {{"GATEWAY_PROXY_URL", "http://o/v1"}},
               "hermes",
               "http://o/v1",
               "",
               "hermes-agent"},
        Server{"ProxyInFrontOfACommand",
               "{provider: command, command: [cat]}",
               {{"GATEWAY_PROXY_URL", "http://o"}, {"HERMES_MODEL", "m"}},
               "hermes",
               "http://o/v1",
               "",
               "m"}),
    [](const testing::TestParamInfo<Server>& i) { return i.param.name; });

TEST(ModelDecisionTest, ReadsCommandAsList) {
  const ModelSettings settings =
      Decided("{provider: command, command: [python3, -u, 'a b.py', 1.10]}");
  EXPECT_EQ(settings.kind, Kind::kCommand);
  EXPECT_EQ(settings.provider, "command");
  const std::vector<std::string> words = {"python3", "-u", "a b.py", "1.10"};
  EXPECT_EQ(settings.command, words);
  EXPECT_EQ(Decided("{command: [cat]}").kind, Kind::kCommand);
}

TEST(ModelDecisionTest, LeavesOpenAiUrlToCommand) {
  const ModelSettings settings =
      Decided("{provider: command, command: [cat], model: m}",
              {{"OPENAI_BASE_URL", "http://h"}, {"HERMES_MODEL", "e"}});
  EXPECT_EQ(settings.kind, Kind::kCommand);
  EXPECT_EQ(settings.model, "e");
}

TEST(ModelDecisionTest, ReadsTimeoutsInSecondsWithDefaults) {
  using std::chrono::milliseconds;
  const ModelSettings set = Decided(
      "{command: [cat], connect_timeout: 1.5, idle_timeout: 2, "
      "total_timeout: 3}");
  EXPECT_EQ(set.connect_timeout, milliseconds(1500));
  EXPECT_EQ(set.idle_timeout, milliseconds(2000));
  EXPECT_EQ(set.total_timeout, milliseconds(3000));
  const ModelSettings unset =
      Decided("{idle_timeout: 2}",
              {{"OPENAI_BASE_URL", "http://h"}, {"HERMES_MODEL", "e"}});
  EXPECT_EQ(unset.connect_timeout, ModelSettings().connect_timeout);
  EXPECT_EQ(unset.idle_timeout, milliseconds(2000));
}

struct Off {
  const char* name;
  const char* model;
  EnvironmentMap environment;
  const char* reason;
};

class ModelOffTest : public testing::TestWithParam<Off> {};

TEST_P(ModelOffTest, ReportsWhyThereIsNoBackEnd) {
  const auto decision = Decide(GetParam().model, GetParam().environment);
  ASSERT_TRUE(decision.ok()) << decision.status();
  EXPECT_EQ(decision->settings.kind, Kind::kNone);
  EXPECT_EQ(decision->off_reason, GetParam().reason);
}

constexpr char kNothing[] = "no back end configured";
constexpr char kNameAlone[] = "a model is named but no provider";

INSTANTIATE_TEST_SUITE_P(
    Table, ModelOffTest,
    testing::Values(
        Off{"NoSection", "", {}, kNothing}, Off{"Null", "~", {}, kNothing},
        Off{"EmptyText", "''", {}, kNothing},
        Off{"EmptyMap", "{}", {}, kNothing},
        Off{"EmptyValues",
            "{provider: '', model: , base_url: ''}",
            {},
            kNothing},
        Off{"AKeyAlone", "{api_key: k}", {{"OPENAI_API_KEY", "k"}}, kNothing},
        Off{"Name", "gpt", {{"OPENAI_API_KEY", "k"}}, kNameAlone},
        Off{"NameInAMap", "{default: gpt, provider: auto}", {}, kNameAlone},
        Off{"NameInTheEnvironment", "", {{"HERMES_MODEL", "m"}}, kNameAlone},
        Off{"None",
            "{provider: none, base_url: 'http://h', model: m}",
            {{"GATEWAY_PROXY_URL", "http://o"},
             {"OPENAI_BASE_URL", "http://h"}},
            "config.yaml says provider: none"}),
    [](const testing::TestParamInfo<Off>& i) { return i.param.name; });

struct Bad {
  const char* name;
  const char* model;
  EnvironmentMap environment;
  const char* beginning;
};

// Messages that begin with a line number are about the file, others about a
// variable.
class BadModelTest : public testing::TestWithParam<Bad> {};

TEST_P(BadModelTest, ReportsPlaceOfErrorWithoutSecret) {
  const auto decision = Decide(GetParam().model, GetParam().environment);
  ASSERT_FALSE(decision.ok());
  const std::string message(decision.status().message());
  EXPECT_EQ(message.rfind(GetParam().beginning, 0), 0u) << message;
  EXPECT_EQ(message.find("secret"), std::string::npos) << message;
  EXPECT_EQ(message.find('\n'), std::string::npos) << message;
  const bool of_file = message[0] >= '0' && message[0] <= '9';
  EXPECT_EQ(decision.status().code(),
            of_file ? absl::StatusCode::kInvalidArgument
                    : absl::StatusCode::kFailedPrecondition);
}

INSTANTIATE_TEST_SUITE_P(
    File, BadModelTest,
    testing::Values(
        Bad{"List", "[a]", {}, "1: model must be"},
        Bad{"UnknownProvider",
            "model: m\nprovider: secret\n",
            {},
            "2: model.provider is not one of custom, openai"},
        Bad{"ProviderIsAMap",
            "provider: {a: secret}\n",
            {},
            "1: model.provider must be a single value"},
        Bad{"NoBaseUrl",
            "provider: custom\nmodel: m\n",
            {},
            "1: provider custom needs a base_url"},
        Bad{"BadBaseUrl",
            "model: m\nbase_url: http://u:secret@h/\n",
            {},
            "2: model.base_url must not contain a user"},
        Bad{"NoModel", "base_url: http://h\n", {}, "1: no model is named"},
        Bad{"NoKey",
            "model: m\nprovider: openrouter\n",
            {{"OPENAI_API_KEY", "secret"}},
            "2: the model has no key: OPENROUTER_API_KEY is not set"},
        Bad{"ReferenceToNothing",
            "model: m\nbase_url: http://h\napi_key: ${GONE}\n",
            {},
            "3: the model has no key: GONE"},
        Bad{"NameOfNothing",
            "model: m\nbase_url: http://h\napi_key_env: GONE\n",
            {{"GONE", ""}},
            "3: the model has no key: GONE"},
        Bad{"TwoKeys",
            "base_url: http://h\nmodel: m\napi_key: secret\napi_key_env: A\n",
            {},
            "4: model has both"},
        Bad{"KeyNoHeaderCarries",
            "model: m\nbase_url: http://h\napi_key: a secret\n",
            {},
            "3: model.api_key must be visible"},
        Bad{"KeyInVariableNoHeaderCarries",
            "model: m\nbase_url: http://h\napi_key: ${K}\n",
            {{"K", "secret\r\nX: y"}},
            "3: the model has no key: K"},
        Bad{"OpenAiElsewhere",
            "provider: openai\nmodel: m\nbase_url: http://h\n",
            {{"OPENAI_API_KEY", "secret"}},
            "3: provider openai is at"},
        Bad{"CommandWithoutOne",
            "model: m\nprovider: command\n",
            {},
            "2: provider command needs"},
        Bad{"CommandIsOneString",
            "command: echo secret\n",
            {},
            "1: model.command must be a list"},
        Bad{"CommandIsEmpty", "command: []\n", {}, "1: model.command names no"},
        Bad{"ProgramIsEmpty",
            "command: ['', a]\n",
            {},
            "1: model.command names no"},
        Bad{"WordIsNoText",
            "command:\n- a\n- [secret]\n",
            {},
            "3: each word of model.command"},
        Bad{"WordHasANul",
            "command:\n- \"a\\0secret\"\n",
            {},
            "2: each word of model.command"},
        Bad{"TimeoutOfNothing",
            "command: [a]\nidle_timeout: 0\n",
            {},
            "2: model.idle_timeout must be seconds"},
        Bad{"TimeoutIsNoNumber",
            "command: [a]\ntotal_timeout: soon\n",
            {},
            "2: model.total_timeout must be seconds"}),
    [](const testing::TestParamInfo<Bad>& i) { return i.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Environment, BadModelTest,
    testing::Values(Bad{"UrlWithoutModel",
                        "",
                        {{"OPENAI_BASE_URL", "http://h"}},
                        "HERMES_MODEL is not set"},
                    Bad{"OpenAiUrl",
                        "m",
                        {{"OPENAI_BASE_URL", "http://u:secret@h"}},
                        "OPENAI_BASE_URL must not contain a user"},
                    Bad{"ProxyUrl",
                        "",
                        {{"GATEWAY_PROXY_URL", "secret.example"}},
                        "GATEWAY_PROXY_URL must"},
                    Bad{"OpenAiKey",
                        "m",
                        {{"OPENAI_BASE_URL", "http://h"},
                         {"OPENAI_API_KEY", "a secret"}},
                        "OPENAI_API_KEY must be visible"},
                    Bad{"ProxyKey",
                        "",
                        {{"GATEWAY_PROXY_URL", "http://o"},
                         {"GATEWAY_PROXY_KEY", "secr\xc3\xa9t secret"}},
                        "GATEWAY_PROXY_KEY must be visible"}),
    [](const testing::TestParamInfo<Bad>& i) { return i.param.name; });

}  // namespace
}  // namespace hermes::gateway
