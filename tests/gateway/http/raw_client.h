#ifndef TESTS_GATEWAY_HTTP_RAW_CLIENT_H_
#define TESTS_GATEWAY_HTTP_RAW_CLIENT_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "shim/base/unique_fd.h"
#include "tests/gateway/http_client.h"

namespace hermes::gateway::http {

// A TCP connection to 127.0.0.1, which sends any bytes and can end in every
// possible way. No call waits longer than 30 s.
class RawClient {
 public:
  // `receive_buffer` is the size of the kernel's receive buffer; 0 means its
  // default.
  explicit RawClient(uint16_t port, int receive_buffer = 0);

  bool connected() const { return fd_.valid(); }
  int fd() const { return fd_.get(); }
  // Returns false if the server has closed the connection.
  bool Send(const std::string& bytes);
  // Reads until `end` has arrived or the server has closed the connection.
  std::string ReadUntil(const std::string& end);
  // Reads until the server closes the connection. Includes what arrived before.
  std::string ReadAll();
  // Closes the sending side; the client can still receive.
  void EndSending();
  void Close() { fd_.reset(); }
  // Ends the connection with an RST.
  void Reset();

 private:
  UniqueFd fd_;
  std::string received_;
};

// Parses `bytes`, which must consist of complete, well-formed replies one after
// another; otherwise returns false. A 100 counts as a reply.
bool ParseReplies(const std::string& bytes, std::vector<HttpResponse>* replies);

}  // namespace hermes::gateway::http

#endif  // TESTS_GATEWAY_HTTP_RAW_CLIENT_H_
