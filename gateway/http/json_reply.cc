#include "gateway/http/json_reply.h"

#include <boost/json.hpp>

namespace hermes::gateway {

HttpReply JsonReply(int status, const boost::json::value& document) {
  HttpReply reply;
  reply.status = status;
  reply.body = boost::json::serialize(document) + "\n";
  return reply;
}

HttpReply ErrorReplyOf(int status, const std::string& code,
                       const std::string& message) {
  return JsonReply(status, {{"error", {{"code", code}, {"message", message}}}});
}

}  // namespace hermes::gateway
