#include "gateway/turn/soul_reader.h"

#include <glog/logging.h>

#include <memory>
#include <optional>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "gateway/turn/soul.h"

namespace hermes::gateway {

SoulReader::SoulReader(boost::asio::io_context& io, Worker& worker, int home_fd,
                       std::chrono::milliseconds patience)
    : look_up_(
          io, worker,
          [soul = std::make_shared<Soul>(home_fd)] { return soul->Read(); },
          patience) {}

boost::asio::awaitable<absl::StatusOr<std::string>> SoulReader::Read() {
  std::optional<absl::StatusOr<std::string>> text = co_await look_up_.Ask();
  if (text.has_value()) {
    is_stale_ = false;
    co_return *std::move(text);
  }
  const std::string reason = DescribeNoAnswer(look_up_.silence());
  const auto& last = look_up_.last();
  if (!last.has_value() || !last->ok()) {
    co_return absl::DeadlineExceededError(
        absl::StrCat("cannot read SOUL.md: ", reason));
  }
  if (!std::exchange(is_stale_, true)) {
    LOG(WARNING) << "turns use SOUL.md as it was last read, because it cannot "
                    "be read now: "
                 << reason;
  }
  co_return *last;
}

}  // namespace hermes::gateway
