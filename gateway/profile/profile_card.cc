#include "gateway/profile/profile_card.h"

#include <algorithm>
#include <boost/json.hpp>
#include <cstddef>
#include <utility>

#include "absl/strings/str_cat.h"

namespace hermes::gateway {
namespace {

namespace json = boost::json;

std::string Address(const ProfileCard& card) {
  const bool is_ipv6 = card.api_host.find(':') != std::string::npos;
  return absl::StrCat(
      is_ipv6 ? "[" : "", card.api_host, is_ipv6 ? "]" : "", ":",
      card.api_port == 0 ? "any port" : absl::StrCat(card.api_port));
}

std::string ApiText(const ProfileCard& card) {
  if (!card.problem.empty()) return absl::StrCat("broken: ", card.problem);
  if (!card.api_on) return absl::StrCat("API off: ", card.off_reason);
  return absl::StrCat("API ", Address(card));
}

json::value NullIfEmpty(const std::string& text) {
  if (text.empty()) return nullptr;
  return json::string(text);
}

json::object ApiObject(const ProfileCard& card) {
  json::object api;
  api["enabled"] = card.api_on;
  api["host"] = NullIfEmpty(card.api_host);
  api["port"] = card.api_on ? json::value(card.api_port) : json::value(nullptr);
  api["key_set"] = card.key_set;
  api["off_reason"] = NullIfEmpty(card.off_reason);
  return api;
}

json::object CardObject(const ProfileCard& card) {
  json::object object;
  object["name"] = card.name;
  object["active"] = card.active;
  object["home"] = card.home;
  object["description"] = NullIfEmpty(card.description);
  object["api"] = ApiObject(card);
  object["problem"] = NullIfEmpty(card.problem);
  return object;
}

// Returns a line of `show`.
std::string Line(const std::string& label, const std::string& value) {
  constexpr size_t kWidth = 15;
  std::string padded = absl::StrCat(label, ":");
  padded.resize(std::max(padded.size(), kWidth), ' ');
  return absl::StrCat(padded, value, "\n");
}

}  // namespace

std::string ProfileListText(const std::vector<ProfileCard>& cards) {
  size_t width = 0;
  for (const ProfileCard& card : cards) {
    width = std::max(width, card.name.size());
  }
  std::string text;
  for (const ProfileCard& card : cards) {
    const std::string padding(width - card.name.size(), ' ');
    absl::StrAppend(&text, card.active ? "* " : "  ", card.name, padding, "  ",
                    ApiText(card), card.description.empty() ? "" : "  ",
                    card.description, "\n");
  }
  return text;
}

std::string ProfileShowText(const ProfileCard& card) {
  std::string text =
      Line("profile", absl::StrCat(card.name, card.active ? " (active)" : ""));
  if (!card.description.empty()) {
    absl::StrAppend(&text, Line("description", card.description));
  }
  absl::StrAppend(
      &text, Line("home", card.home),
      Line("configuration", absl::StrCat(card.home, "/config.yaml")),
      Line("secrets", absl::StrCat(card.home, "/.env")),
      Line("prompt", absl::StrCat(card.home, "/SOUL.md")),
      Line("logs", absl::StrCat(card.home, "/logs")));
  if (!card.problem.empty()) return text + Line("broken", card.problem);
  absl::StrAppend(&text, Line("API key", card.key_set ? "set" : "not set"));
  if (!card.api_on) return text + Line("API", "off: " + card.off_reason);
  return text + Line("API", absl::StrCat("http://", Address(card), " (",
                                         card.port_setting, ")"));
}

std::string ProfileListJson(const std::vector<ProfileCard>& cards) {
  json::object object;
  object["active"] = nullptr;
  json::array profiles;
  for (const ProfileCard& card : cards) {
    if (card.active) object["active"] = card.name;
    profiles.push_back(CardObject(card));
  }
  object["profiles"] = std::move(profiles);
  return absl::StrCat(json::serialize(object), "\n");
}

std::string ProfileShowJson(const ProfileCard& card) {
  json::object object = CardObject(card);
  object["config"] = card.home + "/config.yaml";
  object["dotenv"] = card.home + "/.env";
  object["soul"] = card.home + "/SOUL.md";
  object["logs"] = card.home + "/logs";
  object["api"].as_object()["port_setting"] = NullIfEmpty(card.port_setting);
  return absl::StrCat(json::serialize(object), "\n");
}

}  // namespace hermes::gateway
