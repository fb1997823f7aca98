#ifndef HERMES_SHIM_BASE_DOTENV_H_
#define HERMES_SHIM_BASE_DOTENV_H_

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shim/base/expected.h"

namespace hermes {

// What is wrong with a dotenv text, and where. Never holds a value.
struct DotenvError {
  size_t line = 0;  // from 1
  std::string what;
};

// Parses a dotenv text as the gateway parses its .env: NAME=value, one a line,
// `export ` before it and white space around allowed; # begins a comment at the
// start of a line or behind white space; 'single' and "double" quoted values,
// also over several lines, with \\ and the quote escaped, in double quotes also
// \n \r \t \a \b \f \v \'. Nothing is expanded. A NAME alone sets nothing. In
// file order, repeated names included. Pure.
Expected<std::vector<std::pair<std::string, std::string>>, DotenvError>
ParseDotenv(std::string_view text);

}  // namespace hermes

#endif  // HERMES_SHIM_BASE_DOTENV_H_
