#ifndef GATEWAY_PROFILE_PROFILE_CARD_H_
#define GATEWAY_PROFILE_PROFILE_CARD_H_

#include <cstdint>
#include <string>
#include <vector>

namespace hermes::gateway {

// What there is to tell of a profile. Never holds a key.
struct ProfileCard {
  std::string name;
  std::string home;
  bool active = false;
  std::string description;
  bool key_set = false;
  bool api_on = false;
  std::string api_host;      // where it is on
  uint16_t api_port = 0;     // where it is on; 0: the kernel chooses
  std::string port_setting;  // what gives it that port
  std::string off_reason;    // where it is off
  std::string problem;       // what is wrong with its configuration; "" nothing
};

// For people: a line for each profile, the active one marked with `*`. Pure.
std::string ProfileListText(const std::vector<ProfileCard>& cards);
// For people: all of one profile, several lines. Pure.
std::string ProfileShowText(const ProfileCard& card);

// For programs, one line of JSON each; docs/reference.md has the members. Pure.
std::string ProfileListJson(const std::vector<ProfileCard>& cards);
std::string ProfileShowJson(const ProfileCard& card);

}  // namespace hermes::gateway

#endif  // GATEWAY_PROFILE_PROFILE_CARD_H_
