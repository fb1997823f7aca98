#include "gateway/lifecycle/backend_choice.h"

#include <utility>

#include "absl/status/status.h"
#include "gateway/config/environment.h"
#include "gateway/turn/command_backend.h"
#include "gateway/turn/no_backend.h"
#include "gateway/upstream/upstream_backend.h"

namespace hermes::gateway {
namespace {

absl::StatusOr<std::unique_ptr<Backend>> MakeUpstream(
    const boost::asio::any_io_executor& executor, const GatewayConfig& config) {
  upstream::SystemFiles files;
  if (const auto ca = Lookup(config.environment, "SSL_CERT_FILE")) {
    files.ca_certificates = *ca;
  }
  absl::StatusOr<std::unique_ptr<upstream::UpstreamBackend>> backend =
      upstream::UpstreamBackend::Create(executor, config.model, files);
  if (!backend.ok()) {
    return absl::FailedPreconditionError(backend.status().message());
  }
  return *std::move(backend);
}

}  // namespace

absl::StatusOr<std::unique_ptr<Backend>> ChooseBackend(
    const boost::asio::any_io_executor& executor, const GatewayConfig& config,
    const HomeDirectory& home, std::optional<rlim_t> descriptor_limit) {
  switch (config.model.kind) {
    case ModelSettings::Kind::kUpstream:
      return MakeUpstream(executor, config);
    case ModelSettings::Kind::kCommand: {
      CommandBackendOptions options;
      options.model = config.model;
      options.home_fd = home.fd.get();
      options.home = home.path;
      options.effective = config.environment;
      options.descriptor_limit = descriptor_limit;
      return std::make_unique<CommandBackend>(std::move(options));
    }
    case ModelSettings::Kind::kNone:
      break;
  }
  return std::make_unique<NoBackend>(config.model_off_reason);
}

const char* BackendName(ModelSettings::Kind kind) {
  switch (kind) {
    case ModelSettings::Kind::kUpstream:
      return "upstream";
    case ModelSettings::Kind::kCommand:
      return "command";
    case ModelSettings::Kind::kNone:
      break;
  }
  return "none";
}

}  // namespace hermes::gateway
