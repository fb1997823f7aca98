#ifndef TESTS_GATEWAY_UPSTREAM_DNS_SERVER_H_
#define TESTS_GATEWAY_UPSTREAM_DNS_SERVER_H_

#include <atomic>
#include <cstdint>
#include <map>
#include <string>
#include <thread>
#include <vector>

#include "shim/base/unique_fd.h"

namespace hermes::gateway::upstream {

// A name and its addresses on a DnsServer.
struct DnsName {
  std::vector<std::string> v4;
  std::vector<std::string> v6;
  bool mute_v6 = false;  // do not answer questions for IPv6
};

// A DNS server on 127.0.0.1 that answers A and AAAA questions, with NXDOMAIN
// for unknown names.
class DnsServer {
 public:
  explicit DnsServer(std::map<std::string, DnsName> names);
  ~DnsServer();

  uint16_t port() const { return port_; }
  int questions() const { return questions_; }

 private:
  void Serve();

  std::map<std::string, DnsName> names_;
  UniqueFd fd_;
  UniqueFd end_;
  uint16_t port_ = 0;
  std::atomic<int> questions_{0};
  std::thread thread_;
};

}  // namespace hermes::gateway::upstream

#endif  // TESTS_GATEWAY_UPSTREAM_DNS_SERVER_H_
