#ifndef GATEWAY_HTTP_JSON_REPLY_H_
#define GATEWAY_HTTP_JSON_REPLY_H_

#include <boost/json/value.hpp>
#include <string>

#include "gateway/http/message.h"

namespace hermes::gateway {

// The document as a reply. Pure.
HttpReply JsonReply(int status, const boost::json::value& document);

// {"error":{"code":...,"message":...}}, which every error of the dashboard
// looks like. Pure.
HttpReply ErrorReplyOf(int status, const std::string& code,
                       const std::string& message);

}  // namespace hermes::gateway

#endif  // GATEWAY_HTTP_JSON_REPLY_H_
