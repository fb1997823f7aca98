#ifndef HERMES_TESTS_CONTAINER_HTTP_STREAM_H_
#define HERMES_TESTS_CONTAINER_HTTP_STREAM_H_

#include <string>

namespace hermes::fixture {

// A POST to a port on loopback whose response is read as it arrives. The
// destructor, or the server at the end, closes the connection.
class HttpStream {
 public:
  // `headers` are complete lines, each with \r\n at its end. Every read waits
  // at most 30 s.
  HttpStream(int port, const std::string& path, const std::string& headers,
             const std::string& body);
  ~HttpStream();
  HttpStream(const HttpStream&) = delete;
  HttpStream& operator=(const HttpStream&) = delete;

  // Reads until `text` has arrived; it may be part of the header. Returns false
  // if the response ends before, or if nothing arrives in time.
  bool WaitFor(const std::string& text);
  // Reads to the end of the connection. Returns false if a time limit passed.
  bool WaitForEnd();
  // Returns everything received so far, header and framing included.
  const std::string& received() const { return received_; }

 private:
  // Returns the number of bytes read: 0 at the end, -1 on an error or time-out.
  long ReadSome();

  int fd_;
  std::string received_;
};

}  // namespace hermes::fixture

#endif  // HERMES_TESTS_CONTAINER_HTTP_STREAM_H_
