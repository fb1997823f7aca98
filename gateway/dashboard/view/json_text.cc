#include "gateway/dashboard/view/json_text.h"

#include <boost/json.hpp>
#include <cstdint>
#include <limits>

namespace hermes::gateway::dashboard {

std::string TextMember(const boost::json::object& object, const char* name) {
  const boost::json::value* value = object.if_contains(name);
  return value != nullptr && value->is_string()
             ? std::string(value->get_string())
             : "";
}

pid_t PidMember(const boost::json::object& object, const char* name) {
  const boost::json::value* const value = object.if_contains(name);
  const int64_t* const number = value == nullptr ? nullptr : value->if_int64();
  if (number == nullptr || *number <= 0 ||
      *number > std::numeric_limits<pid_t>::max()) {
    return 0;
  }
  return static_cast<pid_t>(*number);
}

}  // namespace hermes::gateway::dashboard
