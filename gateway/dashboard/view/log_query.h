#ifndef GATEWAY_DASHBOARD_VIEW_LOG_QUERY_H_
#define GATEWAY_DASHBOARD_VIEW_LOG_QUERY_H_

#include <cstddef>
#include <string>
#include <variant>
#include <vector>

#include "gateway/http/message.h"
#include "gateway/http/query.h"
#include "gateway/logging/secret_list.h"

namespace hermes::gateway {

// What /api/logs was asked for.
struct LogQuery {
  std::string path;  // of the file
  size_t lines = 200;
  bool follow = false;
};

inline constexpr size_t kMostLogLines = 2000;

// Reads the query; the reply to one that cannot be meant. Looks up whether the
// profile is there.
std::variant<LogQuery, http::Response> ReadLogQuery(const http::Target& target,
                                                    const std::string& root);

// {"lines":[...]}: each line without what could be a secret, and as text that
// nothing takes for anything else.
std::string LinesDocument(const std::vector<std::string>& lines,
                          const SecretList& secrets);

}  // namespace hermes::gateway

#endif  // GATEWAY_DASHBOARD_VIEW_LOG_QUERY_H_
