#ifndef GATEWAY_LIFECYCLE_BANNER_H_
#define GATEWAY_LIFECYCLE_BANNER_H_

#include <cstdint>
#include <string>

#include "gateway/config/model_settings.h"

namespace hermes::gateway {

// What the banner shows.
struct BannerFacts {
  std::string profile;
  std::string home;
  std::string api_off_reason;  // "" if the API is on
  std::string api_host;        // the bound address, without brackets
  uint16_t api_port = 0;       // the bound port
  // The back end. Of a command, only the program is shown.
  ModelSettings model;
  std::string model_off_reason;  // why no back end is used, or ""
};

// Returns http://host:port, with an IPv6 host in brackets. Pure.
std::string BaseUrl(const std::string& host, uint16_t port);

// Returns true for 127.0.0.0/8 and ::1. Pure.
bool IsLoopback(const std::string& host);

// Returns the few lines that a gateway prints on stdout once when it is up.
// Ends with a newline. Pure.
std::string Banner(const BannerFacts& facts);

}  // namespace hermes::gateway

#endif  // GATEWAY_LIFECYCLE_BANNER_H_
