#ifndef GATEWAY_HTTP_QUERY_H_
#define GATEWAY_HTTP_QUERY_H_

#include <map>
#include <string>

namespace hermes::gateway::http {

// A request's target, taken apart.
struct Target {
  std::string path;  // as sent: nothing that is served needs escapes
  std::map<std::string, std::string> query;  // unescaped; the last one counts
};

// Escapes that are none stay as they are. Pure.
Target ParseTarget(const std::string& target);

}  // namespace hermes::gateway::http

#endif  // GATEWAY_HTTP_QUERY_H_
