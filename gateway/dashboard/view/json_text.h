#ifndef GATEWAY_DASHBOARD_VIEW_JSON_TEXT_H_
#define GATEWAY_DASHBOARD_VIEW_JSON_TEXT_H_

#include <sys/types.h>

#include <boost/json/object.hpp>
#include <string>

namespace hermes::gateway::dashboard {

// Returns a string member of `object`; "" if it is missing or not a string.
// Pure.
std::string TextMember(const boost::json::object& object, const char* name);

// Returns the pid that is a member of `object`; 0 if it is missing or is not a
// whole number in the range of pids. Pure.
pid_t PidMember(const boost::json::object& object, const char* name);

}  // namespace hermes::gateway::dashboard

#endif  // GATEWAY_DASHBOARD_VIEW_JSON_TEXT_H_
