#ifndef TESTS_GATEWAY_HTTP_CLIENT_H_
#define TESTS_GATEWAY_HTTP_CLIENT_H_

#include <cstdint>
#include <map>
#include <string>

#include "shim/base/unique_fd.h"

namespace hermes::gateway {

// A response as received; status 0 if none arrived.
struct HttpResponse {
  int status = 0;
  // By name in lower case; the values of a repeated header, one per line.
  std::map<std::string, std::string> headers;
  std::string body;
  bool keep_alive = false;
};

// One connection to 127.0.0.1 (or ::1). No call waits longer than 30 s.
class HttpClient {
 public:
  explicit HttpClient(uint16_t port, bool ipv6 = false);

  bool connected() const { return fd_.valid(); }
  void Send(const std::string& text);
  // Reads one response; `head` is true if it answers a HEAD request.
  HttpResponse Receive(bool head = false);
  // Waits until the bytes received, without those that Receive() consumed,
  // contain `text`. Returns false if the connection ends or nothing arrives for
  // 30 s.
  bool WaitFor(const std::string& text);
  // Waits until the server closes the connection, and discards what it sends
  // until then. Returns false if nothing arrives for 30 s.
  bool WaitClosed();

 private:
  bool ReadSome();

  UniqueFd fd_;
  std::string received_;
};

// Sends one request on a new connection and returns the response. `headers` and
// `body` are sent unchanged; each header must end with \r\n.
HttpResponse Fetch(uint16_t port, const std::string& method,
                   const std::string& target, const std::string& headers = "",
                   const std::string& body = "");

}  // namespace hermes::gateway

#endif  // TESTS_GATEWAY_HTTP_CLIENT_H_
