#ifndef HERMES_SHIM_SLOT_SLOT_ENVIRONMENT_H_
#define HERMES_SHIM_SLOT_SLOT_ENVIRONMENT_H_

#include <string>
#include <string_view>

#include "shim/base/environment.h"
#include "shim/base/expected.h"

namespace hermes {

// Variables in which our own init passes to `run` the values that `run`
// restores for the gateway: the soft limit of open files (a decimal number, or
// "unlimited") and the umask (octal).
inline constexpr char kOriginalNofileVariable[] = "HERMES_ENTRY_NOFILE_SOFT";
inline constexpr char kOriginalUmaskVariable[] = "HERMES_ENTRY_UMASK";

// Returns the main command's environment as the slot's program gets it: the
// content of the file `environment` in the directory `data_fd` (the slot's
// data/ or the slot's own directory) or, without that file, `inherited`.
// Errors: EPERM if the file or the directory belongs to another uid, if group
// or others have any permission on the file, or if they can write to the
// directory; otherwise the error of reading the file.
Expected<Environment> LoadSlotEnvironment(int data_fd,
                                          const Environment& inherited);

// Returns the environment with which the program of `slot` starts:
// `environment` byte for byte, with these exceptions:
// - HOME becomes the data root if it is unset, "/" or "/root".
// - HERMES_HOME becomes the data root if it names another profile.
// - LISTEN_*, NOTIFY_SOCKET and the two variables above are removed: they are
//   not meant for the program.
// - A gateway gets the variables that mark it as supervised. The dashboard does
//   not, because a `gateway run` that it starts does not run in the slot.
// - The gateway of a named profile gets no variable that belongs to one profile
//   (see IsProfileKey()).
// Pure.
Environment SlotEnvironment(Environment environment, std::string_view slot);

// Returns true for a variable that belongs to one profile: API_SERVER_*,
// WEBHOOK_*, *_BOT_TOKEN, TELEGRAM_*, DISCORD_*, SLACK_*. In the container's
// environment it belongs to the default profile; a named profile has it in its
// own .env. Pure.
bool IsProfileKey(std::string_view name);

}  // namespace hermes

#endif  // HERMES_SHIM_SLOT_SLOT_ENVIRONMENT_H_
