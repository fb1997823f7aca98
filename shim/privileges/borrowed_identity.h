#ifndef HERMES_SHIM_PRIVILEGES_BORROWED_IDENTITY_H_
#define HERMES_SHIM_PRIVILEGES_BORROWED_IDENTITY_H_

#include <sys/types.h>

#include <vector>

#include "shim/base/expected.h"
#include "shim/privileges/identity.h"

namespace hermes {

// Lets root look at and change what belongs to somebody else with no more than
// that one's rights: the effective ids are the identity's until the end of the
// object's life, which gives root back. For a time in which nothing is
// executed. Where setgroups is denied the supplementary groups stay root's.
class BorrowedIdentity {
 public:
  // Requires: this process is root. Ask `taken` before anything else.
  explicit BorrowedIdentity(const Identity& identity);
  ~BorrowedIdentity();
  BorrowedIdentity(const BorrowedIdentity&) = delete;
  BorrowedIdentity& operator=(const BorrowedIdentity&) = delete;

  const Expected<void>& taken() const { return taken_; }

 private:
  std::vector<gid_t> groups_;
  gid_t gid_;
  Expected<void> taken_;
};

}  // namespace hermes

#endif  // HERMES_SHIM_PRIVILEGES_BORROWED_IDENTITY_H_
