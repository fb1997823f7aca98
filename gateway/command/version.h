#ifndef GATEWAY_COMMAND_VERSION_H_
#define GATEWAY_COMMAND_VERSION_H_

namespace hermes::gateway {

// The version that `hermes --version`, the banner, /health and
// gateway_state.json report.
inline constexpr char kVersion[] = "0.1.0";

}  // namespace hermes::gateway

#endif  // GATEWAY_COMMAND_VERSION_H_
