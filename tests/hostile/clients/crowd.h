#ifndef TESTS_HOSTILE_CLIENTS_CROWD_H_
#define TESTS_HOSTILE_CLIENTS_CROWD_H_

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string>
#include <thread>
#include <vector>

#include "shim/base/unique_fd.h"

namespace hermes::gateway {

// What a hostile client does.
struct Behaviour {
  const char* name;
  std::string start;    // what it sends first
  std::string endless;  // what it repeats after that, as fast as it is taken
  bool reads = false;   // takes what the server sends
  bool drips = false;   // sends a byte of `endless` at a time, not as fast
  bool half_closes = false;  // ends its sending after `start`
};

// Clients of 127.0.0.1 that behave like that, client by client one behaviour
// after the other. One that the server closes connects again. They act until
// this object is destroyed, on a thread of its own.
class Crowd {
 public:
  Crowd(uint16_t port, size_t clients, std::vector<Behaviour> behaviours);
  Crowd(const Crowd&) = delete;
  Crowd& operator=(const Crowd&) = delete;
  ~Crowd();

  // How often a client has connected so far.
  int64_t connects() const { return connects_; }
  int64_t bytes_sent() const { return bytes_sent_; }

 private:
  struct Client {
    const Behaviour* behaviour = nullptr;
    UniqueFd fd;
    size_t sent = 0;  // of `start`
    bool half_closed = false;
  };

  void Run();
  void Connect(Client& client);
  void Act(Client& client);
  // False if the connection has ended.
  bool Read(Client& client) const;
  bool Send(Client& client);

  const uint16_t port_;
  const std::vector<Behaviour> behaviours_;
  std::vector<Client> clients_;
  std::atomic<bool> over_ = false;
  std::atomic<int64_t> connects_ = 0;
  std::atomic<int64_t> bytes_sent_ = 0;
  std::thread thread_;
};

}  // namespace hermes::gateway

#endif  // TESTS_HOSTILE_CLIENTS_CROWD_H_
