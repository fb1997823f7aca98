#ifndef GATEWAY_DASHBOARD_VIEW_PROFILES_DOCUMENT_H_
#define GATEWAY_DASHBOARD_VIEW_PROFILES_DOCUMENT_H_

#include <boost/json/object.hpp>
#include <optional>
#include <string>
#include <vector>

#include "gateway/control/slot_report.h"
#include "gateway/dashboard/view/recorded_health.h"
#include "gateway/dashboard/view/restart_log.h"
#include "gateway/profile/profile_card.h"

namespace hermes::gateway {

// All that is known of one profile.
struct ProfileStanding {
  SlotReport report;
  ProfileCard card;
  std::optional<RecordedHealth> recorded;
  std::vector<RestartEvent> restarts;
};

// All that is known at one moment.
struct Survey {
  bool supervised = false;
  // Where nothing supervises, why.
  std::string not_supervised_because;
  std::vector<ProfileStanding> profiles;
  std::optional<SlotReport> dashboard;  // where something supervises
};

// What /api/profiles and /api/events tell; docs/dashboard.md has the members.
// Pure.
boost::json::object ProfilesDocument(const Survey& survey);

// The same for every two documents that differ in nothing but how long ago
// things were. Pure.
std::string FingerprintOf(boost::json::object document);

}  // namespace hermes::gateway

#endif  // GATEWAY_DASHBOARD_VIEW_PROFILES_DOCUMENT_H_
