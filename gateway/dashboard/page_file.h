#ifndef GATEWAY_DASHBOARD_PAGE_FILE_H_
#define GATEWAY_DASHBOARD_PAGE_FILE_H_

#include <string>
#include <string_view>

#include "gateway/http/message.h"

namespace hermes::gateway::dashboard {

// A file of the page; the build embeds these files in the program.
struct PageFile {
  std::string_view name;   // "index.html"
  std::string_view etag;   // without quotes
  std::string_view plain;  // uncompressed content
  std::string_view gzip;   // compressed content
};

// Returns nullptr if the page has no file of that name.
const PageFile* FindPageFile(std::string_view name);

// Returns the reply to a GET of `file`: gzipped if the browser accepts that,
// and a 304 without a body if the browser already has the file. Pure.
http::Response PageResponse(const PageFile& file, const http::Request& head);

}  // namespace hermes::gateway::dashboard

#endif  // GATEWAY_DASHBOARD_PAGE_FILE_H_
