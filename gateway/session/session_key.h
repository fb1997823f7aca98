#ifndef GATEWAY_SESSION_SESSION_KEY_H_
#define GATEWAY_SESSION_SESSION_KEY_H_

#include <string>

namespace hermes::gateway {

// The origin of a message. A member that does not apply is "".
struct ChatSource {
  std::string platform;   // "api_server", "telegram" ...
  std::string chat_type;  // "dm", "group", "channel", "thread", "webhook"
  std::string chat_id;
  std::string thread_id;
  std::string user_id;
};

// Whether the users of one chat have separate sessions or share one.
struct SessionKeyRules {
  bool group_sessions_per_user = true;    // outside threads
  bool thread_sessions_per_user = false;  // within a thread
};

// Returns the key of the session that `source` uses with the gateway of
// `profile`
// ("default", or a profile's name):
//   agent:main:PLATFORM:CHAT_TYPE[:CHAT][:THREAD][:USER]
// A profile other than the default one has agent:PROFILE, a profile named
// `main` has agent:main~. The key of a dm contains the chat's id, or the user's
// id if the chat has none, and never ends with USER. A colon or a percent sign
// within a part is written as %3A or %25, so that the keys of different sources
// differ. Pure.
std::string SessionKey(const std::string& profile, const ChatSource& source,
                       const SessionKeyRules& rules);

}  // namespace hermes::gateway

#endif  // GATEWAY_SESSION_SESSION_KEY_H_
