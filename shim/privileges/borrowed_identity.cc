#include "shim/privileges/borrowed_identity.h"

#include <grp.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>

#include "shim/base/expected.h"
#include "shim/privileges/account_facts.h"
#include "shim/privileges/identity.h"

namespace hermes {
namespace {

Expected<void> Borrow(const Identity& identity) {
  if (setgroups(identity.groups.size(), identity.groups.data()) != 0 &&
      errno != EPERM) {
    return Error{errno, "setting groups", ""};
  }
  if (setegid(identity.gid) != 0) return Error{errno, "setting the gid", ""};
  if (seteuid(identity.uid) != 0) return Error{errno, "setting the uid", ""};
  return {};
}

}  // namespace

BorrowedIdentity::BorrowedIdentity(const Identity& identity)
    : groups_(SupplementaryGroups()),
      gid_(getegid()),
      taken_(Borrow(identity)) {}

BorrowedIdentity::~BorrowedIdentity() {
  // Root can always do this. To continue with wrong ids would be worse than to
  // abort.
  if (seteuid(0) != 0 || setegid(gid_) != 0) abort();
  if (setgroups(groups_.size(), groups_.data()) != 0 && errno != EPERM) abort();
}

}  // namespace hermes
