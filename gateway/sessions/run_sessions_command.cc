#include "gateway/sessions/run_sessions_command.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <boost/json.hpp>
#include <cerrno>
#include <chrono>
#include <cstddef>
#include <memory>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "gateway/config/config_files.h"
#include "gateway/config/gateway_config.h"
#include "gateway/files/timed_lock.h"
#include "gateway/logging/streams.h"
#include "gateway/profile/confirmation.h"
#include "gateway/profile/find_profile.h"
#include "gateway/profile/owner_identity.h"
#include "gateway/profile/profile_choice.h"
#include "gateway/sessions/sessions_command.h"
#include "gateway/sessions/sessions_exit_code.h"
#include "gateway/sessions/stored_sessions.h"
#include "gateway/state/rfc3339.h"
#include "shim/base/unique_fd.h"

namespace hermes::gateway {
namespace {

namespace json = boost::json;

constexpr char kLock[] = "gateway.lock";
// Commands that report a gateway's state hold its lock for a moment.
constexpr std::chrono::seconds kLockPatience{2};

// Undoes the blocking by main(), which only a gateway needs for its ordered
// end.
void UnblockSignals() {
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
}

ExitCode Fail(const absl::Status& status) {
  Complain(absl::StrCat(status.message()));
  return SessionsExitCodeFor(status);
}

std::string Time(int64_t secs) {
  return FormatRfc3339(WallTime(std::chrono::seconds(secs)));
}

std::string_view KindName(RetainedItem::Kind kind) {
  return kind == RetainedItem::Kind::kSession ? "session" : "response";
}

// Asks on the terminal. Returns InvalidArgument without a terminal,
// Aborted for an answer other than yes.
absl::Status Ask(const std::string& question) {
  if (isatty(STDIN_FILENO) != 1) {
    return absl::InvalidArgumentError(
        "this needs -y without a terminal; nothing was removed");
  }
  Announce(absl::StrCat(question, " [y/N] "));
  const std::string line = ReadTerminalLine();
  if (line == "y" || line == "Y" || line == "yes") return absl::OkStatus();
  return absl::AbortedError("not confirmed; nothing was removed");
}

// Takes the gateway's lock, so that no gateway starts meanwhile. Returns an
// invalid descriptor if no gateway ever ran here, or if the file system has no
// locks. Unavailable if a gateway runs.
absl::StatusOr<UniqueFd> KeepGatewayOut(int home_fd) {
  // O_NONBLOCK: opening a FIFO must not hang.
  UniqueFd lock(
      openat(home_fd, kLock, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  if (!lock.valid()) return lock;
  switch (LockWithin(lock.get(), kLockPatience)) {
    case LockAnswer::kHeld:
      return lock;
    case LockAnswer::kImpossible:
      return UniqueFd();
    case LockAnswer::kBusy:
      break;
  }
  return absl::UnavailableError(
      "gateway.db was created by a version that could not release pages and "
      "must be rebuilt: stop the gateway, then run `hermes sessions prune "
      "--vacuum` again");
}

// One run of the command, with the identity of the home's owner.
class Runner {
 public:
  Runner(const SessionsCommand& command, const std::string& home, UniqueFd fd)
      : command_(command), home_(home), fd_(std::move(fd)) {}

  ExitCode Run() {
    const ExitCode code = RunVerb();
    // A reader that closes its end needs no more output.
    if (output_error_ == 0 || output_error_ == EPIPE) return code;
    Complain(absl::StrCat("the results cannot be written to stdout: ",
                          strerror(output_error_)));
    return code == kPlanned ? kSystemCall : code;
  }

 private:
  ExitCode RunVerb() {
    absl::StatusOr<std::unique_ptr<StoredSessions>> store =
        StoredSessions::Open(fd_.get());
    // A home without a database has no sessions.
    if (!store.ok() && !absl::IsNotFound(store.status())) {
      return Fail(store.status());
    }
    if (store.ok()) store_ = *std::move(store);
    switch (command_.verb) {
      case SessionsVerb::kList:
        return List();
      case SessionsVerb::kDelete:
        return Delete();
      case SessionsVerb::kPrune:
        return Prune();
      case SessionsVerb::kHelp:
        break;
    }
    return kPlanned;
  }

  // Prints results. The first error is reported once, at the end.
  void Show(std::string_view text) {
    if (output_error_ == 0) output_error_ = WriteResults(STDOUT_FILENO, text);
  }
  void Show(const json::object& object) {
    Show(json::serialize(object) + "\n");
  }

  ExitCode List() {
    std::vector<SessionListing> sessions;
    if (store_ != nullptr) {
      absl::StatusOr<std::vector<SessionListing>> listed =
          store_->List(command_.list_limit);
      if (!listed.ok()) return Fail(listed.status());
      sessions = *std::move(listed);
    }
    if (command_.json) {
      json::array array;
      for (const SessionListing& session : sessions) {
        array.push_back({{"id", session.id},
                         {"platform", session.platform},
                         {"created_at", Time(session.created_at)},
                         {"updated_at", Time(session.updated_at)},
                         {"messages", session.messages},
                         {"bytes", session.bytes},
                         {"turn_active", session.turn_active}});
      }
      Show({{"version", 1}, {"sessions", std::move(array)}});
      return kPlanned;
    }
    std::string text = absl::StrFormat("%-25s  %8s  %12s  %s\n", "LAST USE",
                                       "MESSAGES", "BYTES", "SESSION");
    for (const SessionListing& session : sessions) {
      absl::StrAppendFormat(&text, "%-25s  %8d  %12d  %s%s\n",
                            Time(session.updated_at), session.messages,
                            session.bytes, absl::CHexEscape(session.id),
                            session.turn_active ? "  (turn in progress)" : "");
    }
    Show(text);
    return kPlanned;
  }

  // Deletes each id separately: a failure for one does not affect the others.
  ExitCode Delete() {
    if (!command_.confirmed && !command_.dry_run) {
      const absl::Status wanted =
          Ask(absl::StrCat("Delete ", command_.ids.size(), " session(s)?"));
      if (!wanted.ok()) return Fail(wanted);
    }
    ExitCode code = kPlanned;
    json::array results;
    for (const std::string& id : command_.ids) {
      const absl::StatusOr<PruneCounts> done = DeleteOne(id);
      const std::string name = absl::CHexEscape(id);
      if (!done.ok()) {
        Complain(absl::StrCat("session ", name, ": ", done.status().message()));
        if (code == kPlanned) {
          code = absl::IsAborted(done.status())
                     ? kRestart
                     : SessionsExitCodeFor(done.status());
        }
      } else if (!command_.json) {
        Show(absl::StrCat(
            "session ", name, command_.dry_run ? " would be" : "", " deleted",
            command_.dry_run
                ? ""
                : absl::StrCat(": ", done->messages, " message(s), ",
                               done->responses, " stored response(s)"),
            "\n"));
      }
      results.push_back({{"id", id},
                         {"deleted", done.ok() && !command_.dry_run},
                         {"messages", done.ok() ? done->messages : 0},
                         {"responses", done.ok() ? done->responses : 0}});
    }
    if (command_.json) {
      Show({{"version", 1},
            {"dry_run", command_.dry_run},
            {"sessions", std::move(results)}});
    }
    return code;
  }

  absl::StatusOr<PruneCounts> DeleteOne(const std::string& id) {
    if (store_ == nullptr) {
      return absl::NotFoundError("there is no such session");
    }
    if (!command_.dry_run) return store_->Delete(id);
    const absl::Status deletable = store_->CheckDeletable(id);
    if (!deletable.ok()) return deletable;
    return PruneCounts();
  }

  ExitCode Prune() {
    const absl::StatusOr<YamlSettings> yaml = LoadYaml(fd_.get(), home_);
    if (!yaml.ok()) return Fail(yaml.status());
    const RetentionLimits limits = LimitsFor(command_, RetentionOf(*yaml));
    if (command_.dry_run) return ShowExpired(limits);
    if (!command_.confirmed) {
      const absl::Status wanted =
          Ask("Remove the sessions that exceed the limits?");
      if (!wanted.ok()) return Fail(wanted);
    }
    PruneCounts counts;
    if (store_ != nullptr) {
      const absl::StatusOr<PruneCounts> pruned = store_->Prune(limits);
      if (!pruned.ok()) return Fail(pruned.status());
      counts = *pruned;
    }
    if (command_.json) {
      Show({{"version", 1},
            {"dry_run", false},
            {"sessions", counts.sessions},
            {"responses", counts.responses},
            {"messages", counts.messages}});
    } else {
      Show(absl::StrCat("pruned ", counts.sessions, " session(s), ",
                        counts.messages, " message(s), ", counts.responses,
                        " stored response(s)\n"));
    }
    if (!command_.vacuum || store_ == nullptr) return kPlanned;
    const absl::Status vacuumed = Vacuum();
    return vacuumed.ok() ? kPlanned : Fail(vacuumed);
  }

  absl::Status Vacuum() {
    const absl::StatusOr<bool> needs_rebuild = store_->NeedsRebuild();
    if (!needs_rebuild.ok()) return needs_rebuild.status();
    if (!*needs_rebuild) return store_->ReleasePages();
    const absl::StatusOr<UniqueFd> lock = KeepGatewayOut(fd_.get());
    if (!lock.ok()) return lock.status();
    return store_->Rebuild();
  }

  ExitCode ShowExpired(const RetentionLimits& limits) {
    std::vector<ExpiredItem> expired;
    if (store_ != nullptr) {
      absl::StatusOr<std::vector<ExpiredItem>> chosen = store_->Expired(limits);
      if (!chosen.ok()) return Fail(chosen.status());
      expired = *std::move(chosen);
    }
    json::array items;
    std::string text;
    for (const auto& [item, reason] : expired) {
      const std::string last_used = Time(static_cast<int64_t>(item.last_used));
      absl::StrAppend(
          &text, "would prune ",
          KindName(item.kind) == "session" ? "session " : "response ",
          absl::CHexEscape(item.id), ", last used ", last_used, " (",
          std::string(reason), ")\n");
      items.push_back({{"kind", KindName(item.kind)},
                       {"id", item.id},
                       {"updated_at", last_used},
                       {"reason", reason}});
    }
    if (command_.json) {
      Show({{"version", 1}, {"dry_run", true}, {"items", std::move(items)}});
    } else {
      Show(text.empty() ? "nothing to prune\n" : text);
    }
    return kPlanned;
  }

  const SessionsCommand& command_;
  const std::string& home_;
  const UniqueFd fd_;
  std::unique_ptr<StoredSessions> store_;
  int output_error_ = 0;  // the first errno, or 0
};

}  // namespace

ExitCode RunSessionsCommand(const SessionsRequest& request) {
  UnblockSignals();
  const absl::StatusOr<SessionsCommand> command =
      ParseSessionsCommand(request.words);
  if (!command.ok()) return Fail(command.status());
  if (command->verb == SessionsVerb::kHelp) {
    Announce(SessionsHelp());
    return kPlanned;
  }
  const absl::StatusOr<Profile> profile =
      FindProfile(request.profile, request.environment);
  if (!profile.ok()) return Fail(profile.status());
  if (!profile->warning.empty()) Complain(profile->warning);
  // The home's owner may have put any file there.
  const absl::StatusOr<OwnerIdentity> owner = OwnerIdentity::Of(profile->home);
  if (!owner.ok()) return Fail(owner.status());
  UniqueFd home(
      open(profile->home.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!home.valid()) return Fail(absl::ErrnoToStatus(errno, profile->home));
  // A rebuild may need as much space as the database: use the home's file
  // system, not memory.
  setenv("SQLITE_TMPDIR", profile->home.c_str(), 1);
  return Runner(*command, profile->home, std::move(home)).Run();
}

}  // namespace hermes::gateway
