#ifndef TESTS_GATEWAY_HTTP_CLIENT_H_
#define TESTS_GATEWAY_HTTP_CLIENT_H_

#include <cstdint>
#include <map>
#include <string>

#include "shim/base/unique_fd.h"

namespace hermes::gateway {

// A response as it came; status 0 if none came, which the test then sees.
struct HttpResponse {
  int status = 0;
  std::map<std::string, std::string> headers;  // names in lower case; of
                                               // several headers a line each
  std::string body;
  bool keep_alive = false;
};

// One connection to 127.0.0.1 (or ::1). Nothing waits longer than 30 s.
class HttpClient {
 public:
  explicit HttpClient(uint16_t port, bool ipv6 = false);

  bool connected() const { return fd_.valid(); }
  void Send(const std::string& text);
  // Reads one response; `head` if it is one to HEAD.
  HttpResponse Receive(bool head = false);
  // True once what has been received and not taken by Receive() holds `text`.
  bool WaitFor(const std::string& text);
  // True once the server has closed, with or without further bytes.
  bool WaitClosed();

 private:
  bool ReadSome();

  UniqueFd fd_;
  std::string received_;
};

// Sends one request on a connection of its own. `headers` and `body` are put
// in as they are; each header ends with \r\n.
HttpResponse Fetch(uint16_t port, const std::string& method,
                   const std::string& target, const std::string& headers = "",
                   const std::string& body = "");

}  // namespace hermes::gateway

#endif  // TESTS_GATEWAY_HTTP_CLIENT_H_
