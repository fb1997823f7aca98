#ifndef GATEWAY_HTTP_QUERY_H_
#define GATEWAY_HTTP_QUERY_H_

#include <map>
#include <string>

namespace hermes::gateway::http {

// A request's target, parsed.
struct Target {
  std::string path;  // as sent: no path that is served needs escapes
  // Unescaped. If a name occurs more than once, the last value counts.
  std::map<std::string, std::string> query;
};

// Parses a target. Invalid escapes stay as they are. Pure.
Target ParseTarget(const std::string& target);

}  // namespace hermes::gateway::http

#endif  // GATEWAY_HTTP_QUERY_H_
