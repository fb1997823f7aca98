#ifndef HERMES_TESTS_CONTAINER_HTTP_GET_H_
#define HERMES_TESTS_CONTAINER_HTTP_GET_H_

#include <string>

namespace hermes::fixture {

struct HttpReply {
  int status = 0;  // 0 if there was no reply
  std::string body;
};

// Sends GET `path` to a port on loopback. `header` is one complete header line
// to add, or empty.
HttpReply HttpGet(int port, const std::string& path,
                  const std::string& header = "");

}  // namespace hermes::fixture

#endif  // HERMES_TESTS_CONTAINER_HTTP_GET_H_
