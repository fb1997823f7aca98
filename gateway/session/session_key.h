#ifndef GATEWAY_SESSION_SESSION_KEY_H_
#define GATEWAY_SESSION_SESSION_KEY_H_

#include <string>

namespace hermes::gateway {

// Where a message comes from, "" for what it does not have.
struct ChatSource {
  std::string platform;   // "api_server", "telegram" ...
  std::string chat_type;  // "dm", "group", "channel", "thread", "webhook"
  std::string chat_id;
  std::string thread_id;
  std::string user_id;
};

// Who shares a session in a chat of several people.
struct SessionKeyRules {
  bool group_sessions_per_user = true;    // outside threads
  bool thread_sessions_per_user = false;  // within a thread
};

// The key of the one session that `source` talks in, with the gateway of
// `profile` ("default", or a profile's name):
//   agent:main:PLATFORM:CHAT_TYPE[:CHAT][:THREAD][:USER]
// agent:PROFILE for another profile than the default one, agent:main~ for one
// that is called `main`. A dm is its chat's, or, without a chat's id, its
// user's, and never ends with the user. A colon or a percent sign within a part
// is written %3A or %25, so that no two sources share a key by their spelling.
// Pure.
std::string SessionKey(const std::string& profile, const ChatSource& source,
                       const SessionKeyRules& rules);

}  // namespace hermes::gateway

#endif  // GATEWAY_SESSION_SESSION_KEY_H_
