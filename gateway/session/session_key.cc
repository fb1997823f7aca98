#include "gateway/session/session_key.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"

namespace hermes::gateway {
namespace {

std::string AgentName(const std::string& profile) {
  if (profile.empty() || profile == "default") return "main";
  // The name of a profile cannot contain a tilde, so no other profile has this.
  if (profile == "main") return "main~";
  return profile;
}

bool EndsWithUser(const ChatSource& source, const SessionKeyRules& rules) {
  if (source.chat_type == "dm") return false;
  return source.thread_id.empty() ? rules.group_sessions_per_user
                                  : rules.thread_sessions_per_user;
}

std::string Escape(const std::string& part) {
  return absl::StrReplaceAll(part, {{"%", "%25"}, {":", "%3A"}});
}

}  // namespace

std::string SessionKey(const std::string& profile, const ChatSource& source,
                       const SessionKeyRules& rules) {
  const bool user_is_chat = source.chat_type == "dm" && source.chat_id.empty();
  std::vector<std::string> parts = {"agent", AgentName(profile),
                                    Escape(source.platform),
                                    Escape(source.chat_type)};
  const std::string& chat = user_is_chat ? source.user_id : source.chat_id;
  if (!chat.empty()) parts.push_back(Escape(chat));
  if (!source.thread_id.empty()) parts.push_back(Escape(source.thread_id));
  if (!source.user_id.empty() && EndsWithUser(source, rules)) {
    parts.push_back(Escape(source.user_id));
  }
  return absl::StrJoin(parts, ":");
}

}  // namespace hermes::gateway
