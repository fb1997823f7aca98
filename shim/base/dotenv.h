#ifndef HERMES_SHIM_BASE_DOTENV_H_
#define HERMES_SHIM_BASE_DOTENV_H_

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shim/base/expected.h"

namespace hermes {

// An error in a dotenv text. Never contains the value of a variable.
struct DotenvError {
  size_t line = 0;  // counted from 1
  std::string what;
};

// Variables in the order of the file; a repeated name occurs repeatedly.
using DotenvEntries = std::vector<std::pair<std::string, std::string>>;

// Parses a dotenv text by the same rules as the gateway's .env file:
//  - Each line is NAME=value. `export ` may precede it, and white space around
//    the name and the value is ignored.
//  - # begins a comment at the start of a line or after white space.
//  - Values may be in 'single' or "double" quotes and span several lines. There
//    \\ and the escaped quote stand for the characters themselves; in double
//    quotes the escapes \n \r \t \a \b \f \v \' work too.
//    Any other backslash is kept.
//  - A NAME consists of letters, digits and _, and does not begin with a digit.
//    Without "=" it sets nothing.
//  - Nothing is expanded.
// Returns the variables in the order of the file, including repeated names.
// Pure.
Expected<DotenvEntries, DotenvError> ParseDotenv(std::string_view text);

}  // namespace hermes

#endif  // HERMES_SHIM_BASE_DOTENV_H_
