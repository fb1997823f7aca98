#ifndef TESTS_GATEWAY_HTTP_RAW_CLIENT_H_
#define TESTS_GATEWAY_HTTP_RAW_CLIENT_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "shim/base/unique_fd.h"
#include "tests/gateway/http_client.h"

namespace hermes::gateway::http {

// A connection to 127.0.0.1 that knows nothing of HTTP, and can leave in every
// way there is. Nothing waits longer than 30 s.
class RawClient {
 public:
  // `receive_buffer`: the kernel's for what was not read yet; 0: its default.
  explicit RawClient(uint16_t port, int receive_buffer = 0);

  bool connected() const { return fd_.valid(); }
  int fd() const { return fd_.get(); }
  // False if the other side does not take it any more.
  bool Send(const std::string& bytes);
  // What there is until `end` has come, or the server has closed.
  std::string ReadUntil(const std::string& end);
  // All that comes until the server closes; what had come before included.
  std::string ReadAll();
  // Nothing more will be sent; receiving goes on.
  void EndSending();
  void Close() { fd_.reset(); }
  // Ends the connection with an RST.
  void Reset();

 private:
  UniqueFd fd_;
  std::string received_;
};

// The replies that `bytes` consist of, read strictly one behind the other.
// False if they are not well-formed, or end within one; a 100 counts as one.
bool ParseReplies(const std::string& bytes, std::vector<HttpResponse>* replies);

}  // namespace hermes::gateway::http

#endif  // TESTS_GATEWAY_HTTP_RAW_CLIENT_H_
