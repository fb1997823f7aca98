#ifndef GATEWAY_LIFECYCLE_BANNER_H_
#define GATEWAY_LIFECYCLE_BANNER_H_

#include <cstdint>
#include <string>

#include "gateway/config/model_settings.h"

namespace hermes::gateway {

// What the banner tells.
struct BannerFacts {
  std::string profile;
  std::string home;
  std::string api_off_reason;  // "" when the API is on
  std::string api_host;        // the bound address, without brackets
  uint16_t api_port = 0;       // the bound port
  // What answers the turns. Of a command only the program is shown.
  ModelSettings model;
  std::string model_off_reason;  // why nothing does, "" if something does
};

// http://host:port, an IPv6 host in brackets. Pure.
std::string BaseUrl(const std::string& host, uint16_t port);

// True for 127.0.0.0/8 and ::1. Pure.
bool IsLoopback(const std::string& host);

// The few lines that a gateway that is up prints on stdout, once. Ends with a
// newline. Pure.
std::string Banner(const BannerFacts& facts);

}  // namespace hermes::gateway

#endif  // GATEWAY_LIFECYCLE_BANNER_H_
