#ifndef GATEWAY_HTTP_REQUEST_HEAD_H_
#define GATEWAY_HTTP_REQUEST_HEAD_H_

#include <boost/asio/ip/address.hpp>
#include <boost/beast/http/message.hpp>
#include <string_view>

#include "gateway/http/message.h"

namespace hermes::gateway::http {

using RequestHead = boost::beast::http::request_header<>;

// What the rules look at of a header that has been read. Pure.
Request ToRequest(const RequestHead& head,
                  const boost::asio::ip::address& peer);

// True for a header whose body two parties could understand in two ways, or
// that HTTP/1.1 does not allow: no Host or two, a Transfer-Encoding that is
// not chunked alone, or that stands beside a Content-Length or in HTTP/1.0.
// Pure.
bool IsMalformed(const RequestHead& head);

// True if `host` has the form of a Host header's value (RFC 9112, 3.2): a name,
// an IPv4 address or an IPv6 address in brackets, then perhaps a port; or
// nothing. Does not look the name up. Pure.
bool IsValidHost(std::string_view host);

// The status for a request that the protocol's rules refuse whatever it asks
// for: the first row of the table in the source that holds; 0 if none does.
// Its body is not looked at. Pure.
int ProtocolErrorStatus(const RequestHead& head);

// True for `OPTIONS *`, which asks about the server as a whole. Pure.
bool IsServerOptions(const Request& request);
// The reply to it. Pure.
Response ServerOptionsResponse();

// What is known of a request whose head cannot be parsed: the peer, and the
// Origin header if `text`, the bytes that have come, has exactly one that is a
// whole line of visible ASCII. Pure.
Request ToUnparsedRequest(std::string_view text,
                          const boost::asio::ip::address& peer);

// True if the client says, through its proxy, that it came by https. The proxy
// next to us has the last word. Nothing that the client may do rests on it.
// Pure.
bool CameByHttps(const Request& request);

}  // namespace hermes::gateway::http

#endif  // GATEWAY_HTTP_REQUEST_HEAD_H_
