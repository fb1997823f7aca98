#ifndef GATEWAY_CONFIG_DOTENV_H_
#define GATEWAY_CONFIG_DOTENV_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace hermes::gateway {

struct DotenvEntry {
  std::string name;
  std::string value;
};

// Parses the text of a .env file, with the parser that hermes-entry has for the
// files of HERMES_ENV_FILE. Pure; no shell, nothing is expanded.
//  * NAME=value, one a line, `export ` before it allowed; # begins a comment
//    at the start of a line or behind white space;
//  * unquoted values end before a comment, without the white space there;
//  * 'single quotes' know \\ and \'; "double quotes" also \" \a \b \f \n \r
//    \t \v; any other backslash stays. Quoted values may span lines;
//  * a NAME alone is let pass and sets nothing. Names: [A-Za-z_][A-Za-z0-9_]*.
// The entries are in file order; of a repeated name the last one counts.
// Errors: InvalidArgument "LINE: what is wrong" (lines from 1). The message
// never holds a value.
absl::StatusOr<std::vector<DotenvEntry>> ParseDotenv(std::string_view text);

}  // namespace hermes::gateway

#endif  // GATEWAY_CONFIG_DOTENV_H_
