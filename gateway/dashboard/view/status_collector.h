#ifndef GATEWAY_DASHBOARD_VIEW_STATUS_COLLECTOR_H_
#define GATEWAY_DASHBOARD_VIEW_STATUS_COLLECTOR_H_

#include <map>
#include <optional>
#include <string>

#include "gateway/config/environment.h"
#include "gateway/dashboard/view/profiles_document.h"
#include "gateway/dashboard/view/restart_log.h"
#include "shim/manager/service_manager.h"

namespace hermes::gateway::dashboard {

// Polls every profile and every slot. s6 decides what is supervised and in
// which state; pid files do not count. Calls block. For one thread.
class StatusCollector {
 public:
  // `root` is the data root, `current` the profile that the command chose,
  // `container` this process's own environment.
  StatusCollector(std::string root, std::string current,
                  EnvironmentMap container);

  Survey Make();

 private:
  // The settings of a profile, read again only when one of their files changes.
  struct KnownCard {
    std::string stamp;
    ProfileCard card;
  };

  void OpenManager(Survey* survey);
  const ProfileCard& CardOf(const std::string& profile);
  RestartLog& LogOf(const std::string& profile);
  void ForgetOthers(const Survey& survey);

  const std::string root_;
  const std::string current_;
  const EnvironmentMap container_;
  std::optional<ServiceManager> manager_;
  std::map<std::string, KnownCard> cards_;
  std::map<std::string, RestartLog> logs_;
};

}  // namespace hermes::gateway::dashboard

#endif  // GATEWAY_DASHBOARD_VIEW_STATUS_COLLECTOR_H_
