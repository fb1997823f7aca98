#ifndef HERMES_SHIM_SLOT_SLOT_ENVIRONMENT_H_
#define HERMES_SHIM_SLOT_SLOT_ENVIRONMENT_H_

#include <string>
#include <string_view>

#include "shim/base/environment.h"
#include "shim/base/expected.h"

namespace hermes {

// What own init hands to `run`, which restores it for the gateway: the soft
// limit of open files (a decimal number, or "unlimited") and the umask (octal).
inline constexpr char kOriginalNofileVariable[] = "HERMES_ENTRY_NOFILE_SOFT";
inline constexpr char kOriginalUmaskVariable[] = "HERMES_ENTRY_UMASK";

// The environment of the main command, as a slot's program sees it: that of the
// file `environment` in the directory `data_fd` (data/ of the slot, or the
// slot's own), where there is one, else `inherited`. Errors: EPERM if the file
// or the directory belongs to another uid, or others may read or write the one
// or write to the other; else what reading it said.
Expected<Environment> LoadSlotEnvironment(int data_fd,
                                          const Environment& inherited);

// What the program of `slot` is started with: `environment` byte for byte but
// for HOME (the data root, where it is unset, "/" or "/root"), a HERMES_HOME
// that names another profile (becomes the data root), and what is not the
// program's: LISTEN_*, NOTIFY_SOCKET, and the variables above. A gateway has
// the marks of supervision besides; the dashboard has not, since a `gateway
// run` from within it is none of the slot's. A named profile's gateway has none
// of the keys that belong to one profile alone (see IsProfileKey()). Pure.
Environment SlotEnvironment(Environment environment, std::string_view slot);

// True for a variable that is about one profile: API_SERVER_*, WEBHOOK_*,
// *_BOT_TOKEN, TELEGRAM_*, DISCORD_*, SLACK_*. In the container's environment
// it is the default profile's; a named one has it in its own .env. Pure.
bool IsProfileKey(std::string_view name);

}  // namespace hermes

#endif  // HERMES_SHIM_SLOT_SLOT_ENVIRONMENT_H_
