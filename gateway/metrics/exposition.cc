#include "gateway/metrics/exposition.h"

#include <charconv>
#include <cmath>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

namespace hermes::gateway {
namespace {

const char* KindName(MetricKind kind) {
  switch (kind) {
    case MetricKind::kCounter:
      return "counter";
    case MetricKind::kGauge:
      return "gauge";
    case MetricKind::kHistogram:
      return "histogram";
  }
  return "untyped";
}

std::string EscapeHelp(const std::string& text) {
  return absl::StrReplaceAll(text, {{"\\", "\\\\"}, {"\n", "\\n"}});
}

std::string EscapeLabel(const std::string& text) {
  return absl::StrReplaceAll(text,
                             {{"\\", "\\\\"}, {"\n", "\\n"}, {"\"", "\\\""}});
}

void AppendLabels(const std::vector<Label>& labels, std::string* out) {
  if (labels.empty()) return;
  const char* before = "{";
  for (const Label& label : labels) {
    absl::StrAppend(out, before, label.name, "=\"", EscapeLabel(label.value),
                    "\"");
    before = ",";
  }
  out->push_back('}');
}

void AppendFamily(const Family& family, std::string* out) {
  absl::StrAppend(out, "# HELP ", family.name, " ", EscapeHelp(family.help),
                  "\n# TYPE ", family.name, " ", KindName(family.kind), "\n");
  for (const Sample& sample : family.samples) {
    absl::StrAppend(out, family.name, sample.suffix);
    AppendLabels(sample.labels, out);
    absl::StrAppend(out, " ", FormatMetricValue(sample.value), "\n");
  }
}

}  // namespace

std::string Expose(const std::vector<Family>& families) {
  std::string out;
  for (const Family& family : families) {
    if (!family.samples.empty()) AppendFamily(family, &out);
  }
  return out;
}

std::string FormatMetricValue(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value > 0 ? "+Inf" : "-Inf";
  char digits[32];
  const auto end = std::to_chars(digits, digits + sizeof(digits), value).ptr;
  return std::string(digits, end);
}

}  // namespace hermes::gateway
