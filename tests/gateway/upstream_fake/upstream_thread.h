#ifndef TESTS_GATEWAY_UPSTREAM_FAKE_UPSTREAM_THREAD_H_
#define TESTS_GATEWAY_UPSTREAM_FAKE_UPSTREAM_THREAD_H_

#include <boost/asio/io_context.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "tests/gateway/upstream_fake/fake_upstream.h"
#include "tests/gateway/upstream_fake/ledger.h"

namespace hermes::gateway {

// Runs a fake upstream in its own thread while this object lives. Aborts the
// test program if it cannot listen.
class UpstreamThread {
 public:
  explicit UpstreamThread(const FakeUpstreamOptions& options = {});
  ~UpstreamThread();
  UpstreamThread(const UpstreamThread&) = delete;
  UpstreamThread& operator=(const UpstreamThread&) = delete;

  uint16_t port() const { return port_; }
  // Returns http://127.0.0.1:PORT/v1.
  std::string base_url() const;

  // Return copies of the current values; requests are in order of arrival.
  std::vector<SeenRequest> requests();
  UpstreamStats stats();
  void ForgetRequests();
  // Waits at most 30 s until `condition` holds; returns whether it does.
  bool WaitFor(const std::function<bool(const UpstreamStats&)>& condition);

 private:
  void OnThread(const std::function<void(UpstreamLedger&)>& work);

  boost::asio::io_context io_{1};
  std::unique_ptr<FakeUpstream> upstream_;
  uint16_t port_ = 0;
  std::thread thread_;
};

}  // namespace hermes::gateway

#endif  // TESTS_GATEWAY_UPSTREAM_FAKE_UPSTREAM_THREAD_H_
