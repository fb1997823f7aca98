#!/bin/bash
# Tests that docs/deploy/apparmor-hermes is a valid profile: AppArmor's own
# compiler accepts it, and rejects it if one of its rules is misspelt. This
# needs no kernel with AppArmor, because the compiler reads the kernel's
# features from a file that Debian ships.
set -euo pipefail

profile=$1
features=/etc/apparmor.d/abi/3.0

compile() {
  apparmor_parser --skip-kernel-load --skip-read-cache --Werror \
    --features-file "$features" --ofile "$TEST_TMPDIR/compiled" "$1"
}

compile "$profile"
[[ -s $TEST_TMPDIR/compiled ]] || {
  echo "the compiler wrote nothing"
  exit 1
}
names=$(apparmor_parser --names --features-file "$features" "$profile")
[[ $names == hermes ]] || {
  echo "the profile is named '$names'; docs/security.md says hermes"
  exit 1
}

sed 's/^  deny ptrace,/  dney ptrace,/' "$profile" >"$TEST_TMPDIR/misspelt"
if cmp -s "$profile" "$TEST_TMPDIR/misspelt"; then
  echo "the profile does not deny ptrace"
  exit 1
fi
if compile "$TEST_TMPDIR/misspelt" 2>/dev/null; then
  echo "the compiler accepted a profile with a misspelt rule"
  exit 1
fi
