#include "gateway/dashboard/view/status_collector.h"

#include <sys/stat.h>

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "gateway/control/look.h"
#include "gateway/profile/describe_profile.h"
#include "gateway/profile/profile_choice.h"
#include "gateway/profile/program_context.h"
#include "shim/profile/slot_name.h"

namespace hermes::gateway::dashboard {
namespace {

// Returns a text that changes whenever one of the files that a ProfileCard is
// made from changes.
std::string StampOf(const std::string& home) {
  std::string stamp;
  for (const char* name : {".env", "config.yaml", "profile.yaml"}) {
    struct stat st = {};
    const bool there = stat(absl::StrCat(home, "/", name).c_str(), &st) == 0;
    absl::StrAppend(&stamp, there ? st.st_ino : 0, ".", st.st_size, ".",
                    st.st_mtim.tv_sec, ".", st.st_mtim.tv_nsec, " ");
  }
  return stamp;
}

bool IsKnown(const Survey& survey, const std::string& profile) {
  return std::any_of(
      survey.profiles.begin(), survey.profiles.end(),
      [&](const ProfileStanding& f) { return f.report.profile == profile; });
}

bool CouldNotBeAsked(const ControlReport& report) {
  return std::any_of(report.gateways.begin(), report.gateways.end(),
                     [](const SlotReport& r) { return !r.error.empty(); });
}

}  // namespace

StatusCollector::StatusCollector(std::string root, std::string current,
                                 EnvironmentMap container)
    : root_(std::move(root)),
      current_(std::move(current)),
      container_(std::move(container)) {}

void StatusCollector::OpenManager(Survey* survey) {
  if (manager_.has_value()) return;
  Expected<ServiceManager, ManagerError> opened =
      ServiceManager::Open(ContextOfPrograms(), root_);
  if (opened.ok()) {
    manager_.emplace(std::move(opened).value());
  } else {
    survey->not_supervised_because = opened.error().line;
  }
}

Survey StatusCollector::Make() {
  Survey survey;
  OpenManager(&survey);
  ControlReport report =
      Look(manager_.has_value() ? &*manager_ : nullptr, root_, current_);
  survey.supervised = report.supervised;
  survey.dashboard = std::move(report.dashboard);
  // The supervision tree may have ended; the next poll finds out.
  if (CouldNotBeAsked(report)) manager_.reset();
  for (SlotReport& gateway : report.gateways) {
    ProfileStanding facts;
    const std::string home = ProfileHome(root_, gateway.profile);
    facts.card = CardOf(gateway.profile);
    facts.recorded = ReadRecordedHealth(home);
    facts.restarts = LogOf(gateway.profile).Read();
    facts.report = std::move(gateway);
    survey.profiles.push_back(std::move(facts));
  }
  ForgetOthers(survey);
  return survey;
}

const ProfileCard& StatusCollector::CardOf(const std::string& profile) {
  const std::string stamp = StampOf(ProfileHome(root_, profile));
  KnownCard& known = cards_[profile];
  if (known.stamp != stamp) {
    known = {stamp, DescribeProfile(root_, profile, container_)};
  }
  return known.card;
}

RestartLog& StatusCollector::LogOf(const std::string& profile) {
  return logs_
      .try_emplace(profile, absl::StrCat(root_, "/logs/gateways/", profile),
                   SlotName(profile))
      .first->second;
}

void StatusCollector::ForgetOthers(const Survey& survey) {
  std::erase_if(cards_,
                [&](const auto& each) { return !IsKnown(survey, each.first); });
  std::erase_if(logs_,
                [&](const auto& each) { return !IsKnown(survey, each.first); });
}

}  // namespace hermes::gateway::dashboard
