#!/bin/sh
# usage: embed.sh FILE... > page_files.cc
#
# Writes the C++ source of FindPageFile(), which contains the page's files, plain
# and compressed. Needs only the tools of a base system.
set -eu

# Prints the bytes of a file as the elements of an array.
bytes() {
  od -An -v -tu1 -w20 <"$1" | sed 's/[0-9][0-9]*/&,/g'
}

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

cat <<'EOF'
#include "gateway/dashboard/page_file.h"

namespace hermes::gateway::dashboard {
namespace {

EOF

number=0
for file in "$@"; do
  gzip -9 -n -c <"$file" >"$scratch/gzip"
  for form in plain gzip; do
    case $form in
      plain) source=$file ;;
      gzip) source=$scratch/gzip ;;
    esac
    echo "constexpr unsigned char k_${form}_${number}[] = {"
    bytes "$source"
    # An array needs at least one element, also for an empty file.
    echo "0};"
  done
  number=$((number + 1))
done

cat <<'EOF'

std::string_view Text(const unsigned char* bytes, size_t size) {
  return {reinterpret_cast<const char*>(bytes), size};
}

}  // namespace

const PageFile* FindPageFile(std::string_view name) {
  static const PageFile files[] = {
EOF

number=0
for file in "$@"; do
  tag=$(sha256sum <"$file" | cut -c1-16)
  echo "      {\"${file##*/}\", \"$tag\","
  echo "       Text(k_plain_$number, sizeof(k_plain_$number) - 1),"
  echo "       Text(k_gzip_$number, sizeof(k_gzip_$number) - 1)},"
  number=$((number + 1))
done

cat <<'EOF'
  };
  for (const PageFile& file : files) {
    if (file.name == name) return &file;
  }
  return nullptr;
}

}  // namespace hermes::gateway::dashboard
EOF
