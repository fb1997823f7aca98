#include "gateway/loop/look_up.h"

namespace hermes::gateway {

std::string DescribeNoAnswer(std::chrono::seconds silence) {
  if (silence.count() == 0) return "no thread for the look-up can be started";
  return "no answer for " + std::to_string(silence.count()) + " s";
}

}  // namespace hermes::gateway
