#include "gateway/state/pid_record.h"

#include <boost/json.hpp>
#include <limits>

#include "absl/strings/str_cat.h"

namespace hermes::gateway {
namespace {

namespace json = boost::json;

std::optional<pid_t> AsPid(const json::value& value) {
  const int64_t* number = value.if_int64();
  if (number == nullptr || *number <= 0 ||
      *number > std::numeric_limits<pid_t>::max()) {
    return std::nullopt;
  }
  return static_cast<pid_t>(*number);
}

std::optional<uint64_t> AsStartTime(const json::value* value) {
  if (value == nullptr) return std::nullopt;
  if (value->is_uint64()) return value->get_uint64();
  if (value->is_int64() && value->get_int64() >= 0) {
    return static_cast<uint64_t>(value->get_int64());
  }
  return std::nullopt;
}

std::vector<std::string> AsWords(const json::value* value) {
  std::vector<std::string> words;
  if (value == nullptr || !value->is_array()) return words;
  for (const json::value& word : value->get_array()) {
    if (word.is_string()) words.emplace_back(word.get_string());
  }
  return words;
}

}  // namespace

std::string FormatPidRecord(const PidRecord& record) {
  json::object object;
  object["pid"] = record.pid;
  object["kind"] = "hermes-gateway";
  object["argv"] = json::array(record.argv.begin(), record.argv.end());
  object["start_time"] = record.start_time.has_value()
                             ? json::value(*record.start_time)
                             : json::value(nullptr);
  object["hermes_home"] = record.hermes_home;
  return absl::StrCat(json::serialize(object), "\n");
}

std::optional<PidRecord> ParsePidRecord(std::string_view text) {
  json::error_code error;
  const json::value value =
      json::parse(json::string_view(text.data(), text.size()), error);
  if (error.failed()) return std::nullopt;
  PidRecord record;
  const json::object* object = value.if_object();
  const json::value* pid =
      object != nullptr ? object->if_contains("pid") : &value;
  if (pid == nullptr || !AsPid(*pid).has_value()) return std::nullopt;
  record.pid = *AsPid(*pid);
  if (object == nullptr) return record;
  record.argv = AsWords(object->if_contains("argv"));
  record.start_time = AsStartTime(object->if_contains("start_time"));
  const json::value* home = object->if_contains("hermes_home");
  if (home != nullptr && home->is_string()) {
    record.hermes_home = std::string(home->get_string());
  }
  return record;
}

}  // namespace hermes::gateway
