// fake_upstream [--host=ADDRESS] [--port=PORT]
//
// Runs the fake upstream (fake_upstream.h) until a signal ends it, and prints
// `fake_upstream: listening on http://HOST:PORT/v1` once it listens. If
// FAKE_UPSTREAM_KEY is set, requests must send that key.
#include <gflags/gflags.h>
#include <signal.h>
#include <sys/resource.h>

#include <boost/asio/io_context.hpp>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "absl/status/statusor.h"
#include "tests/gateway/upstream_fake/fake_upstream.h"

DEFINE_string(host, "127.0.0.1", "the IP address to listen on");
DEFINE_int32(port, 0, "the port to listen on; 0 to let the kernel choose");

namespace {

// Each of thousands of streams needs a descriptor.
void AllowManyFiles() {
  rlimit limit = {};
  getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

}  // namespace

int main(int argc, char** argv) {
  gflags::ParseCommandLineFlags(&argc, &argv, true);
  if (argc != 1 || FLAGS_port < 0 || FLAGS_port > UINT16_MAX) return 64;
  signal(SIGPIPE, SIG_IGN);
  AllowManyFiles();
  hermes::gateway::FakeUpstreamOptions options;
  options.host = FLAGS_host;
  options.port = static_cast<uint16_t>(FLAGS_port);
  const char* key = getenv("FAKE_UPSTREAM_KEY");
  if (key != nullptr) options.key = key;
  boost::asio::io_context io(1);
  const auto upstream = hermes::gateway::FakeUpstream::Listen(io, options);
  if (!upstream.ok()) {
    fprintf(stderr, "fake_upstream: %s\n",
            upstream.status().ToString().c_str());
    return 71;
  }
  printf("fake_upstream: listening on http://%s:%d/v1\n", FLAGS_host.c_str(),
         (*upstream)->port());
  fflush(stdout);
  io.run();
}
