#include "gateway/files/open_error.h"

#include <string.h>
#include <unistd.h>

#include <cerrno>

#include "absl/strings/str_cat.h"

namespace hermes::gateway {

absl::Status CannotOpenInHome(const std::string& name, int error) {
  const std::string what =
      absl::StrCat("cannot open ", name, " in HERMES_HOME: ", strerror(error),
                   "; uid ", geteuid(), " must be able to create and write it");
  if (error == EACCES || error == EPERM || error == EROFS) {
    return absl::PermissionDeniedError(what);
  }
  if (error == ENOSPC || error == EDQUOT) {
    return absl::ResourceExhaustedError(what);
  }
  return absl::NotFoundError(what);
}

}  // namespace hermes::gateway
