#include "gateway/lifecycle/event_counts.h"

#include <utility>

namespace hermes::gateway {
namespace {

double Seconds(std::chrono::nanoseconds time) {
  return std::chrono::duration<double>(time).count();
}

}  // namespace

EventCounts::EventCounts(GatewayMetrics& metrics, const char* backend,
                         std::function<void()> on_change)
    : metrics_(metrics), backend_(backend), on_change_(std::move(on_change)) {}

void EventCounts::TurnStarted() {
  metrics_.TurnStarted(backend_);
  on_change_();
}

void EventCounts::FirstText(std::chrono::nanoseconds after) {
  metrics_.FirstToken(Seconds(after));
}

void EventCounts::TurnEnded(const std::string& outcome,
                            std::chrono::nanoseconds after,
                            const std::optional<Usage>& usage) {
  metrics_.TurnEnded(backend_, outcome, Seconds(after), usage);
  on_change_();
}

void EventCounts::BackendFailed(const std::string& code) {
  metrics_.BackendFailed(code);
}

void EventCounts::StoreOperation(std::chrono::nanoseconds time) {
  metrics_.StoreOperation(Seconds(time));
}

void EventCounts::StoreWorks(bool works) {
  const SessionStoreStatus status =
      works ? SessionStoreStatus::kOk : SessionStoreStatus::kUnavailable;
  if (std::exchange(store_status_, status) != status) on_change_();
}

void EventCounts::RequestAnswered(const char* route, int status) {
  metrics_.RequestAnswered(route, status);
}

void EventCounts::ErrorAnswered(const std::string& code) {
  metrics_.ErrorAnswered(code);
}

void EventCounts::StreamOpened() { metrics_.StreamOpened(); }
void EventCounts::StreamClosed() { metrics_.StreamClosed(); }
void EventCounts::ConnectionOpened() { metrics_.ConnectionOpened(); }
void EventCounts::ConnectionClosed() { metrics_.ConnectionClosed(); }
void EventCounts::ConnectionMadeRoom() { metrics_.ConnectionMadeRoom(); }

}  // namespace hermes::gateway
