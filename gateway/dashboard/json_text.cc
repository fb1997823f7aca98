#include "gateway/dashboard/json_text.h"

#include <boost/json.hpp>

namespace hermes::gateway {

std::string TextMember(const boost::json::object& object, const char* name) {
  const boost::json::value* value = object.if_contains(name);
  return value != nullptr && value->is_string()
             ? std::string(value->get_string())
             : "";
}

}  // namespace hermes::gateway
