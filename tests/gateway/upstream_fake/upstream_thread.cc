#include "tests/gateway/upstream_fake/upstream_thread.h"

#include <boost/asio/post.hpp>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <future>
#include <utility>

#include "absl/status/statusor.h"

namespace hermes::gateway {
namespace {

constexpr std::chrono::seconds kPatience{30};
constexpr std::chrono::milliseconds kBetweenLooks{2};

}  // namespace

UpstreamThread::UpstreamThread(const FakeUpstreamOptions& options) {
  auto upstream = FakeUpstream::Listen(io_, options);
  if (!upstream.ok()) {
    fprintf(stderr, "%s\n", upstream.status().ToString().c_str());
    abort();
  }
  upstream_ = *std::move(upstream);
  port_ = upstream_->port();
  thread_ = std::thread([this] { io_.run(); });
}

UpstreamThread::~UpstreamThread() {
  io_.stop();
  thread_.join();
}

std::string UpstreamThread::base_url() const {
  return "http://127.0.0.1:" + std::to_string(port_) + "/v1";
}

std::vector<SeenRequest> UpstreamThread::requests() {
  std::vector<SeenRequest> requests;
  OnThread([&](UpstreamLedger& ledger) {
    requests.assign(ledger.requests().begin(), ledger.requests().end());
  });
  return requests;
}

UpstreamStats UpstreamThread::stats() {
  UpstreamStats stats;
  OnThread([&](UpstreamLedger& ledger) { stats = ledger.stats; });
  return stats;
}

void UpstreamThread::ForgetRequests() {
  OnThread([](UpstreamLedger& ledger) { ledger.Forget(); });
}

bool UpstreamThread::WaitFor(
    const std::function<bool(const UpstreamStats&)>& condition) {
  const auto end = std::chrono::steady_clock::now() + kPatience;
  while (!condition(stats())) {
    if (std::chrono::steady_clock::now() >= end) return false;
    std::this_thread::sleep_for(kBetweenLooks);
  }
  return true;
}

void UpstreamThread::OnThread(
    const std::function<void(UpstreamLedger&)>& work) {
  std::promise<void> done;
  boost::asio::post(io_, [&] {
    work(upstream_->ledger());
    done.set_value();
  });
  done.get_future().wait();
}

}  // namespace hermes::gateway
