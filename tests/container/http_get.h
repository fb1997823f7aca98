#ifndef HERMES_TESTS_CONTAINER_HTTP_GET_H_
#define HERMES_TESTS_CONTAINER_HTTP_GET_H_

#include <string>

namespace hermes::fixture {

struct HttpReply {
  int status = 0;  // 0: no reply
  std::string body;
};

// GETs `path` from this machine's loopback. `header` is one whole header line
// to add, or empty.
HttpReply HttpGet(int port, const std::string& path,
                  const std::string& header = "");

}  // namespace hermes::fixture

#endif  // HERMES_TESTS_CONTAINER_HTTP_GET_H_
