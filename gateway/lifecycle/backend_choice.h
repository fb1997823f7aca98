#ifndef GATEWAY_LIFECYCLE_BACKEND_CHOICE_H_
#define GATEWAY_LIFECYCLE_BACKEND_CHOICE_H_

#include <sys/resource.h>

#include <boost/asio/any_io_executor.hpp>
#include <memory>
#include <optional>

#include "absl/status/statusor.h"
#include "gateway/config/gateway_config.h"
#include "gateway/files/home_directory.h"
#include "gateway/turn/backend.h"

namespace hermes::gateway {

// Creates the configured back end, or, if none is configured, one that replies
// with that fact. `home` must outlive the result. `descriptor_limit` is the
// limit that child programs get, if it differs from the process's own.
// Errors: FailedPrecondition for an invalid upstream.
absl::StatusOr<std::unique_ptr<Backend>> ChooseBackend(
    const boost::asio::any_io_executor& executor, const GatewayConfig& config,
    const HomeDirectory& home, std::optional<rlim_t> descriptor_limit);

// Returns "upstream", "command" or "none".
const char* BackendName(ModelSettings::Kind kind);

}  // namespace hermes::gateway

#endif  // GATEWAY_LIFECYCLE_BACKEND_CHOICE_H_
