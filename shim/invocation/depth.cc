#include "shim/invocation/depth.h"

#include <algorithm>
#include <string_view>

namespace hermes {

int ParseDepth(std::string_view value) {
  int depth = 0;
  for (const char c : value) {
    if (c < '0' || c > '9') return 0;
    depth = std::min(depth * 10 + (c - '0'), kMaxDepth);
  }
  return depth;
}

}  // namespace hermes
