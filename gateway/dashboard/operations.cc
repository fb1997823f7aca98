#include "gateway/dashboard/operations.h"

#include <boost/json.hpp>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "gateway/control/operate.h"
#include "gateway/dashboard/view/known_profile.h"
#include "gateway/http/json_response.h"
#include "gateway/profile/create_profile.h"
#include "gateway/profile/delete_profile.h"
#include "gateway/profile/profile_choice.h"
#include "gateway/profile/profile_command.h"
#include "gateway/profile/profile_slots.h"
#include "gateway/profile/program_context.h"
#include "shim/manager/service_manager.h"

namespace hermes::gateway::dashboard {
namespace {

namespace json = boost::json;

struct FaultRow {
  ManagerFault fault;
  int status;
  const char* code;
};
constexpr FaultRow kFaults[] = {
    {ManagerFault::kSystem, 500, "system_error"},
    {ManagerFault::kNotSupervised, 409, "not_supervised"},
    {ManagerFault::kDenied, 403, "not_permitted"},
    {ManagerFault::kNoSuchSlot, 404, "no_such_slot"},
    {ManagerFault::kS6, 502, "supervisor_failed"},
    {ManagerFault::kTimedOut, 504, "timed_out"},
    {ManagerFault::kForeground, 409, "runs_in_foreground"},
    {ManagerFault::kCannotRegister, 500, "cannot_register"},
};

struct StatusRow {
  absl::StatusCode status;
  int reply;
  const char* code;
};
constexpr StatusRow kStatuses[] = {
    {absl::StatusCode::kInvalidArgument, 400, "invalid_value"},
    {absl::StatusCode::kAlreadyExists, 409, "profile_exists"},
    {absl::StatusCode::kPermissionDenied, 403, "not_permitted"},
    {absl::StatusCode::kFailedPrecondition, 409, "configuration"},
    {absl::StatusCode::kAborted, 409, "busy"},
    {absl::StatusCode::kResourceExhausted, 507, "no_room"},
};

http::Response NoSuchProfile(const std::string& profile) {
  return http::ErrorResponse(
      404, "no_such_profile",
      absl::StrCat("There is no profile '", profile, "'."));
}

json::array Lines(const std::vector<std::string>& lines) {
  return json::array(lines.begin(), lines.end());
}

const char* SlotWord(const SlotAnswer& slot) {
  switch (slot.kind) {
    case SlotAnswer::Kind::kDone:
      return "registered";
    case SlotAnswer::Kind::kNotSupervised:
      return "not_supervised";
    case SlotAnswer::Kind::kNoSlot:
    case SlotAnswer::Kind::kFailed:
      break;
  }
  return "failed";
}

}  // namespace

http::Response ResponseFor(const ManagerError& error) {
  for (const FaultRow& row : kFaults) {
    if (row.fault == error.fault) {
      return http::ErrorResponse(row.status, row.code, error.line);
    }
  }
  return http::ErrorResponse(500, "system_error", error.line);
}

http::Response ResponseFor(const absl::Status& status) {
  const std::string message(status.message());
  for (const StatusRow& row : kStatuses) {
    if (row.status == status.code()) {
      return http::ErrorResponse(row.reply, row.code, message);
    }
  }
  return http::ErrorResponse(500, "cannot_create", message);
}

http::Response ResponseFor(const SlotResult& result, ControlVerb verb,
                           const std::string& profile) {
  if (result.outcome == Outcome::kFault) return ResponseFor(result.fault);
  json::object document = {{"profile", profile},
                           {"verb", WordOf(verb)},
                           {"slot", result.slot},
                           {"line", LineOf(result)},
                           {"warning", nullptr}};
  if (!result.warning.empty()) document["warning"] = result.warning;
  return http::JsonResponse(202, document);
}

Operations::Operations(std::string root, EnvironmentMap container)
    : root_(std::move(root)), container_(std::move(container)) {}

http::Response Operations::Operate(ControlVerb verb,
                                   const std::string& profile) const {
  if (!IsKnownProfile(root_, profile)) return NoSuchProfile(profile);
  Expected<ServiceManager, ManagerError> manager =
      ServiceManager::Open(ContextOfPrograms(), root_);
  if (!manager.ok()) return ResponseFor(manager.error());
  ControlRequest request;
  request.verb = verb;
  request.no_wait = true;
  const std::vector<SlotResult> results =
      gateway::Operate(manager.value(), request, {profile});
  return ResponseFor(results.front(), verb, profile);
}

http::Response Operations::Create(const NewProfileRequest& wanted) const {
  absl::Status status = CheckNewProfileName(wanted.name);
  if (status.ok()) status = CheckDescription(wanted.description);
  if (!status.ok()) return ResponseFor(status);
  if (wanted.clone_from.has_value() &&
      !IsKnownProfile(root_, *wanted.clone_from)) {
    return NoSuchProfile(*wanted.clone_from);
  }
  CreateRequest request;
  request.root = root_;
  request.name = wanted.name;
  request.source = wanted.clone_from;
  request.description = wanted.description;
  request.environment = container_;
  const absl::StatusOr<CreatedProfile> created = CreateProfile(request);
  if (!created.ok()) return ResponseFor(created.status());
  const SlotAnswer slot = RegisterSlot(root_, wanted.name);
  json::object document = {
      {"profile", wanted.name}, {"home", created->home},
      {"port", created->port},  {"remarks", Lines(created->remarks)},
      {"slot", SlotWord(slot)}, {"slot_error", nullptr}};
  if (slot.kind == SlotAnswer::Kind::kFailed) {
    document["slot_error"] = slot.line;
  }
  return http::JsonResponse(201, document);
}

http::Response Operations::Delete(const std::string& profile) const {
  if (profile == "default") {
    return http::ErrorResponse(
        400, "invalid_value",
        "The default profile is the data directory itself; it "
        "cannot be deleted.");
  }
  if (!IsProfileName(profile)) return NoSuchProfile(profile);
  const absl::Status deletable = CheckDeletable(root_, profile);
  if (absl::IsInvalidArgument(deletable)) {
    return http::ErrorResponse(404, "no_such_profile",
                               absl::StrCat(deletable.message()));
  }
  if (!deletable.ok()) return ResponseFor(deletable);
  const SlotAnswer slot = UnregisterSlot(root_, profile);
  if (slot.kind == SlotAnswer::Kind::kFailed) {
    return http::ErrorResponse(
        502, "supervisor_failed",
        absl::StrCat(slot.line, "; nothing was deleted"));
  }
  const absl::StatusOr<std::vector<std::string>> remarks =
      DeleteProfile(root_, profile);
  if (!remarks.ok()) return ResponseFor(remarks.status());
  return http::JsonResponse(
      200, {{"profile", profile}, {"remarks", Lines(*remarks)}});
}

}  // namespace hermes::gateway::dashboard
