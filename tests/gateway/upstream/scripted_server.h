#ifndef TESTS_GATEWAY_UPSTREAM_SCRIPTED_SERVER_H_
#define TESTS_GATEWAY_UPSTREAM_SCRIPTED_SERVER_H_

#include <openssl/ssl.h>

#include <atomic>
#include <cstdint>
#include <functional>
#include <list>
#include <mutex>
#include <string>
#include <thread>

#include "shim/base/unique_fd.h"

namespace hermes::gateway::upstream {

// The server's side of one connection, for a script that runs on its own
// thread. No call waits longer than 30 s.
class ServedConnection {
 public:
  ServedConnection(UniqueFd fd, SSL_CTX* tls);
  ~ServedConnection();

  // Returns false if the TLS handshake has failed.
  bool ready() const { return ready_; }
  // Reads one request with its body, unparsed. Returns "" if the client has
  // closed the connection.
  std::string ReadRequest();
  // Returns false if the client has closed the connection.
  bool Send(const std::string& bytes);
  // Drops what the client sends until it closes the connection. Returns true if
  // it has.
  bool WaitClosed();
  // Closes the connection with a reset.
  void Reset();
  // Closes the sending side; the server can still read.
  void EndSending();

 private:
  friend class ScriptedServer;
  int Read(char* to, int size);

  UniqueFd fd_;
  SSL* ssl_ = nullptr;
  bool ready_ = true;
  std::string received_;
};

// A server on the loopback that runs `script` for each connection. `number`
// counts the connections from 0. A connection is closed when its script
// returns.
class ScriptedServer {
 public:
  using Script = std::function<void(ServedConnection&, int number)>;

  // `tls` has the certificate and the key; it is not owned. Null means no TLS.
  explicit ScriptedServer(Script script, SSL_CTX* tls = nullptr,
                          bool ipv6 = false);
  // Shuts all connections down and waits for their scripts.
  ~ScriptedServer();

  uint16_t port() const { return port_; }
  std::string url() const;  // http://127.0.0.1:PORT/v1
  int connections() const { return connections_; }

 private:
  void Accept();

  Script script_;
  SSL_CTX* tls_;
  UniqueFd listener_;
  uint16_t port_ = 0;
  std::atomic<int> connections_{0};
  std::atomic<bool> ending_{false};
  std::mutex mutex_;
  std::list<int> open_;  // descriptors of running scripts
  std::list<std::thread> scripts_;
  std::thread acceptor_;
};

// Returns a complete reply with Content-Length.
std::string Reply(const std::string& status, const std::string& type,
                  const std::string& body, const std::string& headers = "");
// Return the header of a chunked stream of events, a chunk, and the last chunk.
std::string StreamHead();
std::string Chunk(const std::string& bytes);
std::string LastChunk();
// Return an event with `text`, and the events that end the answer.
std::string TextEvent(const std::string& text);
std::string StopEvent();
std::string DoneEvent();

}  // namespace hermes::gateway::upstream

#endif  // TESTS_GATEWAY_UPSTREAM_SCRIPTED_SERVER_H_
