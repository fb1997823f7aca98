#ifndef GATEWAY_PROFILE_PROFILE_CARD_H_
#define GATEWAY_PROFILE_PROFILE_CARD_H_

#include <cstdint>
#include <string>
#include <vector>

namespace hermes::gateway {

// What is shown about a profile. Never contains a key.
struct ProfileCard {
  std::string name;
  std::string home;
  bool active = false;
  std::string description;
  bool key_set = false;
  bool api_on = false;
  std::string api_host;      // if it is on
  uint16_t api_port = 0;     // if it is on; 0: the kernel chooses
  std::string port_setting;  // the setting that the port comes from
  std::string off_reason;    // if it is off
  std::string problem;       // what is wrong with its configuration, or ""
};

// Returns text for people: one line per profile, the active one marked with
// `*`. Pure.
std::string ProfileListText(const std::vector<ProfileCard>& cards);
// Returns text for people: one profile in several lines. Pure.
std::string ProfileShowText(const ProfileCard& card);

// Return one line of JSON for programs; docs/reference.md has the members.
// Pure.
std::string ProfileListJson(const std::vector<ProfileCard>& cards);
std::string ProfileShowJson(const ProfileCard& card);

}  // namespace hermes::gateway

#endif  // GATEWAY_PROFILE_PROFILE_CARD_H_
