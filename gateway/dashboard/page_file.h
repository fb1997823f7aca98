#ifndef GATEWAY_DASHBOARD_PAGE_FILE_H_
#define GATEWAY_DASHBOARD_PAGE_FILE_H_

#include <string>
#include <string_view>

#include "gateway/http/message.h"

namespace hermes::gateway {

// A file of the page, which the build puts into the program.
struct PageFile {
  std::string_view name;   // "index.html"
  std::string_view etag;   // without quotes
  std::string_view plain;  // the file
  std::string_view gzip;   // the same, compressed
};

// Null if there is none of that name.
const PageFile* FindPageFile(std::string_view name);

// The reply to GET for `file`: compressed for a browser that takes that, and
// without a body for one that has it. Pure.
http::Response PageReply(const PageFile& file, const http::Request& head);

}  // namespace hermes::gateway

#endif  // GATEWAY_DASHBOARD_PAGE_FILE_H_
