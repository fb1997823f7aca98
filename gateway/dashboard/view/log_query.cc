#include "gateway/dashboard/view/log_query.h"

#include <boost/json.hpp>
#include <optional>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "gateway/config/environment.h"
#include "gateway/dashboard/view/known_profile.h"
#include "gateway/dashboard/view/log_tail.h"
#include "gateway/http/json_response.h"
#include "gateway/logging/log_line.h"

namespace hermes::gateway::dashboard {
namespace {

std::string Value(const http::Target& target, const char* name,
                  const std::string& otherwise) {
  const auto found = target.query.find(name);
  return found == target.query.end() ? otherwise : found->second;
}

}  // namespace

std::variant<LogQuery, http::Response> ReadLogQuery(const http::Target& target,
                                                    const std::string& root) {
  LogQuery query;
  const std::string profile = Value(target, "profile", "default");
  if (!IsKnownProfile(root, profile)) {
    return http::ErrorResponse(404, "no_such_profile",
                               "There is no such profile.");
  }
  const std::optional<std::string> path =
      LogPath(root, profile, Value(target, "file", "current"));
  if (!path.has_value()) {
    return http::ErrorResponse(
        400, "invalid_value", "file is one of gateway, errors, current, boot.");
  }
  query.path = *path;
  if (!absl::SimpleAtoi(Value(target, "lines", "200"), &query.lines) ||
      query.lines > kMostLogLines) {
    return http::ErrorResponse(
        400, "invalid_value",
        absl::StrCat("lines is a number up to ", kMostLogLines, "."));
  }
  const std::optional<bool> follow = ParseSwitch(Value(target, "follow", "0"));
  if (!follow.has_value()) {
    return http::ErrorResponse(400, "invalid_value", "follow is 1 or 0.");
  }
  query.follow = *follow;
  return query;
}

std::string LinesDocument(const std::vector<std::string>& lines,
                          const SecretList& secrets) {
  boost::json::array array;
  for (const std::string& line : lines) {
    array.emplace_back(OneLine(secrets.Mask(line)));
  }
  return boost::json::serialize(
      boost::json::object{{"lines", std::move(array)}});
}

}  // namespace hermes::gateway::dashboard
