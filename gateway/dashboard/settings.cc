#include "gateway/dashboard/settings.h"

#include <algorithm>
#include <iterator>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace hermes::gateway::dashboard {
namespace {

constexpr char kPrefix[] = "HERMES_DASHBOARD_";
constexpr char kDefaultHost[] = "127.0.0.1";
constexpr char kDefaultPort[] = "9119";
constexpr size_t kShortestSecret = 16;
constexpr int64_t kShortestLife = 60;
constexpr int64_t kLongestLife = int64_t{30} * 24 * 3600;

// The variables that have an effect, without kPrefix.
constexpr const char* kKnown[] = {
    "HOST",
    "PORT",
    "PUBLIC_URL",
    "TRUSTED_PROXIES",
    "BASIC_AUTH_USERNAME",
    "BASIC_AUTH_PASSWORD",
    "BASIC_AUTH_PASSWORD_HASH",
    "BASIC_AUTH_SECRET",
    "BASIC_AUTH_TTL_SECONDS",
};
// Prefixes of variables for login methods that do not exist here.
constexpr const char* kOtherProviders[] = {"OAUTH_", "OIDC_"};

absl::Status Refuse(const std::string& what) {
  return absl::FailedPreconditionError(what);
}

bool IsOtherProvider(const std::string& name) {
  return std::any_of(
      std::begin(kOtherProviders), std::end(kOtherProviders),
      [&](const char* start) { return absl::StartsWith(name, start); });
}

bool IsKnown(const std::string& name) {
  return std::find(std::begin(kKnown), std::end(kKnown), name) !=
         std::end(kKnown);
}

// Returns a warning for variables without effect, and one for unsupported login
// methods: the operator who set them relies on them.
std::vector<std::string> Ineffective(const EnvironmentMap& environment,
                                     bool insecure) {
  std::vector<std::string> idle;
  std::vector<std::string> providers;
  if (insecure) idle.emplace_back("--insecure");
  for (const auto& [name, value] : environment) {
    if (value.empty() || !absl::StartsWith(name, kPrefix)) continue;
    const std::string rest = name.substr(sizeof(kPrefix) - 1);
    if (IsOtherProvider(rest)) {
      providers.push_back(name);
    } else if (!IsKnown(rest)) {
      idle.push_back(name);
    }
  }
  std::vector<std::string> lines;
  if (!idle.empty()) {
    lines.push_back(absl::StrCat(
        "without effect: ", absl::StrJoin(idle, ", "),
        "; beyond loopback the dashboard always requires a login"));
  }
  if (!providers.empty()) {
    lines.push_back(
        absl::StrCat("without effect: ", absl::StrJoin(providers, ", "),
                     "; this version has basic auth only (", kPrefix,
                     "BASIC_AUTH_USERNAME and _PASSWORD or _PASSWORD_HASH)"));
  }
  return lines;
}

class Decision {
 public:
  Decision(const DashboardRequest& request, const EnvironmentMap& environment,
           const YamlSection& yaml)
      : request_(request), environment_(environment), yaml_(yaml) {}

  absl::StatusOr<Settings> Make() {
    settings_.warnings = Ineffective(environment_, request_.insecure);
    for (const auto step :
         {&Decision::TakeHost, &Decision::TakePort, &Decision::TakePublicUrl,
          &Decision::TakeProxies, &Decision::TakeSession,
          &Decision::TakeBasicAuth, &Decision::CloseGate}) {
      absl::Status taken = (this->*step)();
      if (!taken.ok()) return taken;
    }
    return std::move(settings_);
  }

 private:
  // Returns a setting. An empty value counts as unset: a secret that was
  // provisioned but is empty protects nothing.
  std::optional<std::string> Value(
      const char* variable, const std::optional<std::string>& in_yaml) const {
    std::optional<std::string> value =
        Lookup(environment_, absl::StrCat(kPrefix, variable));
    if (!value.has_value()) value = in_yaml;
    if (value.has_value() && value->empty()) value.reset();
    return value;
  }

  absl::Status TakeHost() {
    std::string host = request_.host.value_or(
        Value("HOST", yaml_.host).value_or(kDefaultHost));
    if (host.size() > 2 && host.front() == '[' && host.back() == ']') {
      host = host.substr(1, host.size() - 2);
    }
    if (host == "localhost") host = kDefaultHost;
    const auto address = ParseAddress(host);
    if (!address.has_value()) {
      return Refuse(absl::StrCat(
          "the dashboard cannot listen on '", host,
          "': it is neither an IP address nor localhost; correct --host or ",
          kPrefix, "HOST; 0.0.0.0 means every address"));
    }
    settings_.host = address->to_string();
    return absl::OkStatus();
  }

  absl::Status TakePort() {
    const std::string text = request_.port.value_or(
        Value("PORT", yaml_.port).value_or(kDefaultPort));
    uint32_t port = 0;
    if (!absl::SimpleAtoi(text, &port) || port > 65535) {
      return Refuse(absl::StrCat("'", text,
                                 "' is not a valid port for the dashboard; ",
                                 "correct --port or ", kPrefix, "PORT"));
    }
    settings_.port = static_cast<uint16_t>(port);
    return absl::OkStatus();
  }

  absl::Status TakePublicUrl() {
    const auto text = Value("PUBLIC_URL", yaml_.public_url);
    if (!text.has_value()) return absl::OkStatus();
    settings_.public_url = ParsePublicUrl(*text);
    if (settings_.public_url.has_value()) return absl::OkStatus();
    return Refuse(absl::StrCat(
        kPrefix, "PUBLIC_URL must be http:// or https:// and a host, ",
        "without a path, such as https://dash.example.com"));
  }

  absl::Status TakeProxies() {
    const auto text = Value("TRUSTED_PROXIES", yaml_.trusted_proxies);
    const absl::StatusOr<std::vector<AddressRange>> ranges =
        ParseAddressRanges(text.value_or(""));
    if (!ranges.ok()) {
      return Refuse(absl::StrCat(
          kPrefix, "TRUSTED_PROXIES: ", ranges.status().message()));
    }
    settings_.trusted_proxies = *ranges;
    return absl::OkStatus();
  }

  absl::Status TakeSession() {
    settings_.secret = Value("BASIC_AUTH_SECRET", yaml_.secret).value_or("");
    if (!settings_.secret.empty() &&
        settings_.secret.size() < kShortestSecret) {
      return Refuse(absl::StrCat(
          kPrefix, "BASIC_AUTH_SECRET must be ", kShortestSecret,
          " or more characters; unset it to have one generated, or use the ",
          "output of: openssl rand -hex 32"));
    }
    const auto text = Value("BASIC_AUTH_TTL_SECONDS", yaml_.ttl);
    if (!text.has_value()) return absl::OkStatus();
    int64_t life = 0;
    if (!absl::SimpleAtoi(*text, &life) || life < kShortestLife ||
        life > kLongestLife) {
      return Refuse(absl::StrCat(kPrefix, "BASIC_AUTH_TTL_SECONDS '", *text,
                                 "' is not a number of seconds from ",
                                 kShortestLife, " to ", kLongestLife));
    }
    settings_.session_life = std::chrono::seconds(life);
    return absl::OkStatus();
  }

  absl::Status TakeBasicAuth() {
    const auto username = Value("BASIC_AUTH_USERNAME", yaml_.username);
    const auto password = Value("BASIC_AUTH_PASSWORD", yaml_.password);
    const auto hash = Value("BASIC_AUTH_PASSWORD_HASH", yaml_.password_hash);
    if (!username.has_value() && !password.has_value() && !hash.has_value()) {
      return absl::OkStatus();
    }
    if (!username.has_value() || (!password.has_value() && !hash.has_value())) {
      return RefuseHalf(username.has_value());
    }
    BasicAuth basic;
    basic.username = *username;
    if (!hash.has_value()) {
      basic.password = *password;
      settings_.basic = basic;
      return absl::OkStatus();
    }
    basic.hash = ParsePasswordHash(*hash);
    basic.hash_text = *hash;
    if (!basic.hash.has_value()) {
      return Refuse(absl::StrCat(
          kPrefix, "BASIC_AUTH_PASSWORD_HASH is not an scrypt hash; ",
          "`hermes dashboard --hash-password` makes one"));
    }
    if (password.has_value()) {
      settings_.warnings.push_back(
          absl::StrCat("without effect: ", kPrefix,
                       "BASIC_AUTH_PASSWORD, because _PASSWORD_HASH is set"));
    }
    if (IsBelowMinimum(*basic.hash)) {
      settings_.warnings.push_back(absl::StrCat(
          kPrefix,
          "BASIC_AUTH_PASSWORD_HASH is weaker than is recommended today; ",
          "`hermes dashboard --hash-password` makes a stronger one from the ",
          "same password"));
    }
    settings_.basic = basic;
    return absl::OkStatus();
  }

  // An incomplete login is an error, because on loopback it would mean no
  // login.
  static absl::Status RefuseHalf(bool has_username) {
    return Refuse(absl::StrCat(
        "the dashboard's login is incomplete: ", kPrefix, "BASIC_AUTH_",
        has_username ? "USERNAME is set, but no password"
                     : "PASSWORD or _PASSWORD_HASH is set, but no user name",
        "; set ", kPrefix, "BASIC_AUTH_USERNAME and ", kPrefix,
        "BASIC_AUTH_PASSWORD (or ", kPrefix,
        "BASIC_AUTH_PASSWORD_HASH), or none of them"));
  }

  absl::Status CloseGate() {
    const bool local_host = IsLoopbackHost(settings_.host);
    const bool local_url = !settings_.public_url.has_value() ||
                           IsLoopbackHost(settings_.public_url->host);
    settings_.gate = !local_host || !local_url || settings_.basic.has_value();
    if (!settings_.gate || settings_.basic.has_value()) {
      return absl::OkStatus();
    }
    return Refuse(absl::StrCat(
        "the dashboard would be reachable ",
        local_host ? absl::StrCat("at ", settings_.public_url->origin())
                   : absl::StrCat("on ", settings_.host),
        " without a login, so it does not start: set ", kPrefix,
        "BASIC_AUTH_USERNAME and ", kPrefix, "BASIC_AUTH_PASSWORD (or ",
        kPrefix, "BASIC_AUTH_PASSWORD_HASH), or ", kPrefix, "HOST=127.0.0.1"));
  }

  const DashboardRequest& request_;
  const EnvironmentMap& environment_;
  const YamlSection& yaml_;
  Settings settings_;
};

}  // namespace

absl::StatusOr<Settings> DecideSettings(const DashboardRequest& request,
                                        const EnvironmentMap& environment,
                                        const YamlSection& yaml) {
  return Decision(request, environment, yaml).Make();
}

}  // namespace hermes::gateway::dashboard
