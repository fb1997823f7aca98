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

namespace hermes::gateway::dashboard {

// Everything that is known about one profile.
struct ProfileStanding {
  SlotReport report;
  ProfileCard card;
  std::optional<RecordedHealth> recorded;
  std::vector<RestartEvent> restarts;
};

// Everything that is known about all profiles at one moment.
struct Survey {
  bool supervised = false;
  // The reason if `supervised` is false.
  std::string not_supervised_because;
  std::vector<ProfileStanding> profiles;
  std::optional<SlotReport> dashboard;  // set only if `supervised`
};

// Returns the document that /api/profiles and /api/events send;
// docs/dashboard.md describes the members. Pure.
boost::json::object ProfilesDocument(const Survey& survey);

// Returns a text that is equal for two documents if they differ only in how
// long ago things happened. Pure.
std::string FingerprintOf(boost::json::object document);

}  // namespace hermes::gateway::dashboard

#endif  // GATEWAY_DASHBOARD_VIEW_PROFILES_DOCUMENT_H_
