#include "gateway/metrics/start_ledger.h"

#include <glog/logging.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "gateway/files/durable_file.h"

namespace hermes::gateway {
namespace {

constexpr char kLog[] = "gateway-starts.log";
constexpr char kTotal[] = "gateway-starts.total";
constexpr size_t kMostRecent = 40;
constexpr size_t kLargest = size_t{64} * 1024;

absl::string_view View(std::string_view text) {
  return {text.data(), text.size()};
}

std::string ContentOf(int home_fd, const char* name) {
  return ReadSmallFile(home_fd, name, kLargest).value_or("");
}

void Replace(int home_fd, const char* name, const std::string& content) {
  const absl::Status status = ReplaceFile(home_fd, name, content, 0644);
  if (!status.ok()) LOG(WARNING) << status.message();
}

void KeepNewest(std::vector<double>* starts) {
  if (starts->size() <= kMostRecent) return;
  starts->erase(starts->begin(),
                starts->end() - static_cast<ptrdiff_t>(kMostRecent));
}

}  // namespace

StartLedger ParseStarts(std::string_view log, std::string_view total) {
  StartLedger ledger;
  for (const absl::string_view line : absl::StrSplit(View(log), '\n')) {
    double secs = 0;
    if (absl::SimpleAtod(line, &secs) && std::isfinite(secs)) {
      ledger.recent.push_back(secs);
    }
  }
  if (!absl::SimpleAtoi(absl::StripAsciiWhitespace(View(total)),
                        &ledger.total)) {
    ledger.total = 0;
  }
  ledger.total = std::max<uint64_t>(ledger.total, ledger.recent.size());
  KeepNewest(&ledger.recent);
  return ledger;
}

StartLedger WithStart(StartLedger ledger, double now_secs) {
  ledger.recent.push_back(now_secs);
  KeepNewest(&ledger.recent);
  ++ledger.total;
  return ledger;
}

std::string FormatStarts(const StartLedger& ledger) {
  std::string text;
  for (const double secs : ledger.recent) {
    absl::StrAppendFormat(&text, "%.3f\n", secs);
  }
  return text;
}

StartLedger RecordStart(int home_fd, double now_secs) {
  StartLedger ledger = WithStart(
      ParseStarts(ContentOf(home_fd, kLog), ContentOf(home_fd, kTotal)),
      now_secs);
  Replace(home_fd, kLog, FormatStarts(ledger));
  Replace(home_fd, kTotal, absl::StrCat(ledger.total, "\n"));
  return ledger;
}

}  // namespace hermes::gateway
