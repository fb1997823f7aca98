#include "shim/scripts/takeover.h"

#include <fcntl.h>

#include <string>
#include <string_view>
#include <utility>

#include "shim/base/expected.h"
#include "shim/base/parse_number.h"
#include "shim/base/small_file.h"

namespace hermes {
namespace {

constexpr char kMarkerFile[] = "/.gateway-takeover.json";
constexpr char kStateFile[] = "/gateway_state.json";
constexpr size_t kLargestState = 1u << 20;

std::string_view SkipSpace(std::string_view text) {
  const size_t at = text.find_first_not_of(" \t\r\n");
  return at == std::string_view::npos ? "" : text.substr(at);
}

// Returns the text after the first `key` (given with its quotes) and its colon;
// empty if there is none. A JSON parser is not needed: only gateways write the
// two files, the keys are theirs, and a wrong answer costs a delay, never a
// gateway.
std::string_view ValueAt(std::string_view json, std::string_view key) {
  const size_t at = json.find(key);
  if (at == std::string_view::npos) return "";
  json = SkipSpace(json.substr(at + key.size()));
  if (json.empty() || json.front() != ':') return "";
  return SkipSpace(json.substr(1));
}

std::string Text(const std::string& path) {
  Expected<std::string> text =
      ReadSmallFile(AT_FDCWD, path, kLargestState, O_NOFOLLOW);
  return text.ok() ? std::move(text).value() : std::string();
}

}  // namespace

bool MarkerNames(std::string_view marker, long long pid) {
  const std::string_view value = ValueAt(marker, "\"target_pid\"");
  return ParseNumber<long long>(
             value.substr(0, value.find_first_of(",} \t\r\n"))) == pid;
}

bool StateReportsTakeover(std::string_view state) {
  constexpr std::string_view kReason = "\"takeover\"";
  return ValueAt(state, "\"exit_reason\"").substr(0, kReason.size()) == kReason;
}

bool IsTakenOver(const std::string& home, long long pid) {
  return MarkerNames(Text(home + kMarkerFile), pid) ||
         StateReportsTakeover(Text(home + kStateFile));
}

}  // namespace hermes
