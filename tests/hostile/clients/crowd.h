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

// How a hostile client behaves.
struct Behaviour {
  const char* name;
  std::string start;         // sent first
  std::string endless;       // then repeated, as fast as the server accepts it
  bool reads = false;        // reads the replies of the server
  bool drips = false;        // sends one byte of `endless` at a time, slowly
  bool half_closes = false;  // shuts down its sending side after `start`
};

// Clients of 127.0.0.1 with these behaviours, which are assigned to the clients
// in turn. A client whose connection is closed by the server connects again.
// The clients act on a thread of this object until it is destroyed.
class Crowd {
 public:
  Crowd(uint16_t port, size_t clients, std::vector<Behaviour> behaviours);
  Crowd(const Crowd&) = delete;
  Crowd& operator=(const Crowd&) = delete;
  ~Crowd();

  // Returns how many connections the clients have made so far.
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
  // Returns false if the connection has ended.
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
