#ifndef HERMES_SHIM_PRIVILEGES_BORROWED_IDENTITY_H_
#define HERMES_SHIM_PRIVILEGES_BORROWED_IDENTITY_H_

#include <sys/types.h>

#include <vector>

#include "shim/base/expected.h"
#include "shim/privileges/identity.h"

namespace hermes {

// Lets root access another user's files with only that user's rights: changes
// the effective ids to the identity's; the destructor restores root's. No
// program may be executed meanwhile. If setgroups is denied, the supplementary
// groups stay root's.
class BorrowedIdentity {
 public:
  // Requires: this process is root. Check taken() before anything else.
  explicit BorrowedIdentity(const Identity& identity);
  ~BorrowedIdentity();
  BorrowedIdentity(const BorrowedIdentity&) = delete;
  BorrowedIdentity& operator=(const BorrowedIdentity&) = delete;

  // Returns an error if the ids could not be changed.
  const Expected<void>& taken() const { return taken_; }

 private:
  std::vector<gid_t> groups_;
  gid_t gid_;
  Expected<void> taken_;
};

}  // namespace hermes

#endif  // HERMES_SHIM_PRIVILEGES_BORROWED_IDENTITY_H_
