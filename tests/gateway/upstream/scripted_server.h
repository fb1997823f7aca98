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

// The server's side of one connection, for a script that runs on a thread of
// its own. Nothing waits longer than 30 s.
class ServedConnection {
 public:
  ServedConnection(UniqueFd fd, SSL_CTX* tls);
  ~ServedConnection();

  // False if TLS came to nothing.
  bool ready() const { return ready_; }
  // One request with its body as it came; "" once the client has closed.
  std::string ReadRequest();
  // False once the client is gone.
  bool Send(const std::string& bytes);
  // True once the client has closed, whatever it still sent.
  bool WaitClosed();
  // Closes so that the client sees a reset.
  void Reset();
  // Sends nothing more; still reads.
  void EndSending();

 private:
  friend class ScriptedServer;
  int Read(char* to, int size);

  UniqueFd fd_;
  SSL* ssl_ = nullptr;
  bool ready_ = true;
  std::string received_;
};

// A server on the loopback that does to each connection what `script` says;
// `number` counts the connections from 0. Closes one when its script returns.
class ScriptedServer {
 public:
  using Script = std::function<void(ServedConnection&, int number)>;

  // `tls` null: plain; not owned. `certificate` and key are in it.
  explicit ScriptedServer(Script script, SSL_CTX* tls = nullptr,
                          bool ipv6 = false);
  // Waits for all scripts, having shut their connections down.
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

// A complete reply with its length.
std::string Reply(const std::string& status, const std::string& type,
                  const std::string& body, const std::string& headers = "");
// The header of a chunked stream of events; a chunk; the chunk that ends it.
std::string StreamHead();
std::string Chunk(const std::string& bytes);
std::string LastChunk();
// An event that brings `text`; the one that ends the text.
std::string TextEvent(const std::string& text);
std::string StopEvent();
std::string DoneEvent();

}  // namespace hermes::gateway::upstream

#endif  // TESTS_GATEWAY_UPSTREAM_SCRIPTED_SERVER_H_
