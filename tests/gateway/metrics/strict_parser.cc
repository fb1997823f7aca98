#include "tests/gateway/metrics/strict_parser.h"

#include <cmath>
#include <cstddef>
#include <cstdlib>
#include <set>
#include <string_view>
#include <vector>

namespace hermes::gateway {
namespace {

constexpr std::string_view kNameStart =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_";
constexpr std::string_view kDigits = "0123456789";

struct Line {
  std::string name;
  std::map<std::string, std::string> labels;
  double value = 0;
};

// Parses the line of one sample, character by character.
class SampleReader {
 public:
  explicit SampleReader(std::string_view text) : rest_(text) {}

  bool Read(Line* line) {
    if (!ReadName(&line->name, ":")) return false;
    if (Take('{') && !ReadLabels(&line->labels)) return false;
    if (!Take(' ')) return false;
    return ReadValue(&line->value);
  }

 private:
  bool Take(char c) {
    if (rest_.empty() || rest_.front() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }

  bool ReadName(std::string* name, std::string_view also) {
    while (!rest_.empty() &&
           (kNameStart.find(rest_.front()) != std::string_view::npos ||
            also.find(rest_.front()) != std::string_view::npos ||
            (!name->empty() &&
             kDigits.find(rest_.front()) != std::string_view::npos))) {
      name->push_back(rest_.front());
      rest_.remove_prefix(1);
    }
    return !name->empty();
  }

  bool ReadLabels(std::map<std::string, std::string>* labels) {
    do {
      std::string name;
      std::string value;
      if (!ReadName(&name, "") || !Take('=') || !ReadQuoted(&value)) {
        return false;
      }
      if (!labels->emplace(name, value).second) return false;
    } while (Take(','));
    return Take('}');
  }

  bool ReadQuoted(std::string* value) {
    if (!Take('"')) return false;
    while (!rest_.empty() && rest_.front() != '"') {
      char c = rest_.front();
      rest_.remove_prefix(1);
      if (c == '\\') {
        if (rest_.empty()) return false;
        c = rest_.front();
        rest_.remove_prefix(1);
        if (c == 'n') {
          c = '\n';
        } else if (c != '\\' && c != '"') {
          return false;
        }
      }
      value->push_back(c);
    }
    return Take('"');
  }

  // strtod would also accept hexadecimal digits, blanks and "nan", which the
  // format does not allow.
  bool ReadValue(double* value) {
    const std::string text(rest_);
    const bool named = text == "+Inf" || text == "-Inf" || text == "NaN";
    if (!named &&
        text.find_first_not_of("0123456789.e+-") != std::string::npos) {
      return false;
    }
    char* end = nullptr;
    *value = std::strtod(text.c_str(), &end);
    return !text.empty() && *end == '\0';
  }

  std::string_view rest_;
};

std::string Key(const Line& line) {
  std::string key = line.name;
  char before = '{';
  for (const auto& [name, value] : line.labels) {
    key += before + name + "=\"" + value + "\"";
    before = ',';
  }
  return before == '{' ? key : key + "}";
}

bool EndsWith(const std::string& text, std::string_view end) {
  return text.size() >= end.size() &&
         text.compare(text.size() - end.size(), end.size(), end) == 0;
}

// The samples of one histogram series that have been read so far.
struct Buckets {
  double last_bound = -HUGE_VAL;
  double last_count = 0;
  bool has_sum = false;
  bool has_count = false;
};

class Reader {
 public:
  ParsedMetrics Read(const std::string& text) {
    if (!text.empty() && text.back() != '\n') Fail("no newline at the end");
    size_t at = 0;
    while (at < text.size() && result_.error.empty()) {
      const size_t end = text.find('\n', at);
      ++number_;
      ReadLine(text.substr(at, end - at));
      at = end + 1;
    }
    EndFamily();
    return result_;
  }

 private:
  void Fail(const std::string& what) {
    if (result_.error.empty()) {
      result_.error = "line " + std::to_string(number_) + ": " + what;
    }
  }

  void ReadLine(const std::string& line) {
    if (line.rfind("# HELP ", 0) == 0) return ReadHelp(line.substr(7));
    if (line.rfind("# TYPE ", 0) == 0) return ReadType(line.substr(7));
    if (line.empty() || line[0] == '#') return Fail("a stray line");
    Line sample;
    if (!SampleReader(line).Read(&sample)) {
      return Fail("not a sample: " + line);
    }
    ReadSample(sample);
  }

  void ReadHelp(const std::string& rest) {
    EndFamily();
    family_ = rest.substr(0, rest.find(' '));
    type_.clear();
    buckets_.clear();
    if (family_.size() == rest.size()) Fail("no help");
    if (!seen_.insert(family_).second) Fail("duplicate family");
  }

  void ReadType(const std::string& rest) {
    const size_t space = rest.find(' ');
    if (rest.substr(0, space) != family_) return Fail("TYPE of another family");
    if (!type_.empty()) Fail("a second TYPE");
    type_ = rest.substr(space + 1);
    static const std::set<std::string> types = {"counter", "gauge",
                                                "histogram"};
    if (types.count(type_) == 0) Fail("unknown type: " + type_);
    if ((type_ == "counter") != EndsWith(family_, "_total")) {
      Fail("counters, and only they, must end with _total");
    }
    result_.types[family_] = type_;
  }

  void ReadSample(const Line& sample) {
    if (type_.empty()) return Fail("a sample before its TYPE");
    if (!result_.samples.emplace(Key(sample), sample.value).second) {
      Fail("duplicate sample: " + Key(sample));
    }
    if (type_ == "histogram") return ReadHistogramSample(sample);
    if (sample.name != family_) Fail("a sample of another family");
    if (type_ == "counter" && !(sample.value >= 0)) Fail("a negative counter");
  }

  void ReadHistogramSample(const Line& sample) {
    Line series = sample;
    const auto le = series.labels.find("le");
    const bool has_bound = le != series.labels.end();
    const std::string bound = has_bound ? le->second : "";
    series.labels.erase("le");
    series.name = family_;
    Buckets& buckets = buckets_[Key(series)];
    if (sample.name == family_ + "_bucket") {
      if (!has_bound) return Fail("a bucket without a bound");
      ReadBucket(std::strtod(bound.c_str(), nullptr), sample.value, &buckets);
    } else if (sample.name == family_ + "_sum") {
      buckets.has_sum = true;
    } else if (sample.name == family_ + "_count") {
      buckets.has_count = true;
      if (sample.value != buckets.last_count) {
        Fail("_count differs from the +Inf bucket");
      }
    } else {
      Fail("a sample of another family");
    }
  }

  void ReadBucket(double bound, double count, Buckets* buckets) {
    if (!(bound > buckets->last_bound)) Fail("bounds do not increase");
    if (count < buckets->last_count) Fail("buckets are not cumulative");
    buckets->last_bound = bound;
    buckets->last_count = count;
  }

  void EndFamily() {
    if (!family_.empty() && type_.empty()) Fail(family_ + " has no TYPE");
    for (const auto& [key, buckets] : buckets_) {
      if (!std::isinf(buckets.last_bound)) Fail(key + " has no +Inf bucket");
      if (!buckets.has_sum || !buckets.has_count) {
        Fail(key + " has no _sum or no _count");
      }
    }
  }

  ParsedMetrics result_;
  int number_ = 0;
  std::string family_;
  std::string type_;
  std::set<std::string> seen_;
  std::map<std::string, Buckets> buckets_;
};

}  // namespace

ParsedMetrics ParseStrictly(const std::string& text) {
  return Reader().Read(text);
}

}  // namespace hermes::gateway
