#ifndef HERMES_TESTS_CONTAINER_HTTP_STREAM_H_
#define HERMES_TESTS_CONTAINER_HTTP_STREAM_H_

#include <string>

namespace hermes::fixture {

// A POST to a port of this machine's loopback whose answer is read as it comes.
// The connection is closed by the destructor, or by the server at the end.
class HttpStream {
 public:
  // `headers` are whole lines that end with \r\n each. Nothing waits longer
  // than 30 s.
  HttpStream(int port, const std::string& path, const std::string& headers,
             const std::string& body);
  ~HttpStream();
  HttpStream(const HttpStream&) = delete;
  HttpStream& operator=(const HttpStream&) = delete;

  // Reads until `text` is in what came, which may be part of the header. False
  // if the answer ends before, or nothing comes.
  bool WaitFor(const std::string& text);
  // Reads to the end of the connection. True unless that was by a time limit.
  bool WaitForEnd();
  // All that came so far, header and framing included.
  const std::string& received() const { return received_; }

 private:
  // The bytes that came: 0 at the end, -1 for an error or the time limit.
  long ReadSome();

  int fd_;
  std::string received_;
};

}  // namespace hermes::fixture

#endif  // HERMES_TESTS_CONTAINER_HTTP_STREAM_H_
