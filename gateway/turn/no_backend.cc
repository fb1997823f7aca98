#include "gateway/turn/no_backend.h"

#include <utility>

#include "absl/strings/str_cat.h"

namespace hermes::gateway {
namespace {

constexpr char kNothing[] = "no back end configured";

}  // namespace

NoBackend::NoBackend(std::string reason)
    : reason_(reason.empty() ? kNothing : std::move(reason)) {}

boost::asio::awaitable<BackendResult> NoBackend::Run(const Prompt& /*prompt*/,
                                                     TextSink& /*sink*/,
                                                     TurnStop& /*stop*/) {
  TurnFailure failure;
  failure.http_status = 503;
  failure.code = "model_not_configured";
  failure.message = absl::StrCat(
      "This gateway cannot answer: ", reason_,
      ". Set model in config.yaml (provider, with base_url and model, or with "
      "command), or OPENAI_BASE_URL and HERMES_MODEL, and restart the "
      "gateway.");
  BackendResult result;
  result.failure = std::move(failure);
  co_return result;
}

boost::asio::awaitable<BackendHealth> NoBackend::Check() {
  BackendHealth health;
  health.detail = kNothing;
  if (reason_ != kNothing) absl::StrAppend(&health.detail, ": ", reason_);
  co_return health;
}

}  // namespace hermes::gateway
