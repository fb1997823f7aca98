#ifndef GATEWAY_DASHBOARD_VIEW_LOG_QUERY_H_
#define GATEWAY_DASHBOARD_VIEW_LOG_QUERY_H_

#include <cstddef>
#include <string>
#include <variant>
#include <vector>

#include "gateway/http/message.h"
#include "gateway/http/query.h"
#include "gateway/logging/secret_list.h"

namespace hermes::gateway::dashboard {

// The parameters of a request for /api/logs.
struct LogQuery {
  std::string path;  // of the file
  size_t lines = 200;
  bool follow = false;
};

inline constexpr size_t kMostLogLines = 2000;

// Parses the query string; returns the error reply if a parameter is invalid.
// Checks on disk that the profile exists.
std::variant<LogQuery, http::Response> ReadLogQuery(const http::Target& target,
                                                    const std::string& root);

// Returns {"lines":[...]}: each line with secrets masked and made safe to
// print.
std::string LinesDocument(const std::vector<std::string>& lines,
                          const SecretList& secrets);

}  // namespace hermes::gateway::dashboard

#endif  // GATEWAY_DASHBOARD_VIEW_LOG_QUERY_H_
