#ifndef GATEWAY_LIFECYCLE_EVENT_COUNTS_H_
#define GATEWAY_LIFECYCLE_EVENT_COUNTS_H_

#include <chrono>
#include <functional>
#include <optional>
#include <string>

#include "gateway/api/observer.h"
#include "gateway/http/handler.h"
#include "gateway/metrics/gateway_metrics.h"
#include "gateway/state/state_record.h"
#include "gateway/turn/backend.h"
#include "gateway/turn/turn_observer.h"

namespace hermes::gateway {

// Forwards events to the metrics, and notifies the gateway when its state has
// to be written.
class EventCounts : public TurnObserver,
                    public api::Observer,
                    public http::ConnectionObserver {
 public:
  // `backend` is the result of BackendName(). `on_change` is called whenever a
  // turn starts or ends, or the session store's status changes.
  EventCounts(GatewayMetrics& metrics, const char* backend,
              std::function<void()> on_change);

  SessionStoreStatus store_status() const { return store_status_; }

  void TurnStarted() override;
  void FirstText(std::chrono::nanoseconds after) override;
  void TurnEnded(const std::string& outcome, std::chrono::nanoseconds after,
                 const std::optional<Usage>& usage) override;
  void BackendFailed(const std::string& code) override;
  void StoreWorks(bool works) override;
  // Records how long one operation of the session store took.
  void StoreOperation(std::chrono::nanoseconds time);
  void RequestAnswered(const char* route, int status) override;
  void ErrorAnswered(const std::string& code) override;
  void StreamOpened() override;
  void StreamClosed() override;
  void ConnectionOpened() override;
  void ConnectionClosed() override;
  void ConnectionMadeRoom() override;

 private:
  GatewayMetrics& metrics_;
  const char* backend_;
  const std::function<void()> on_change_;
  SessionStoreStatus store_status_ = SessionStoreStatus::kUnknown;
};

}  // namespace hermes::gateway

#endif  // GATEWAY_LIFECYCLE_EVENT_COUNTS_H_
