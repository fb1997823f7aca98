#include "gateway/profile/config_clone.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <cstddef>
#include <exception>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace hermes::gateway {
namespace {

// Sections that belong to platforms, channels or schedules as a whole.
constexpr const char* kSections[] = {
    "platforms", "platform",   "gateway", "cron",     "webhook",
    "webhooks",  "api_server", "pairing", "channels", "schedule",
};

// Names of sections for one platform.
constexpr const char* kPlatforms[] = {
    "telegram", "discord", "slack",      "whatsapp",      "signal",
    "matrix",   "email",   "mattermost", "teams",         "sms",
    "dingtalk", "feishu",  "line",       "homeassistant",
};

// A key that equals one of these, or ends with _ and one of these, matches.
constexpr const char* kEndings[] = {
    "token", "bot_token", "app_token", "webhook_secret", "webhook_url",
};

// Prefixes of keys for allow-lists and channels.
constexpr const char* kBeginnings[] = {
    "allow_all",    "allowed_",  "allowlist",         "allow_list",
    "home_channel", "approved_", "channel_overrides",
};

template <typename Table>
bool IsOneOf(const Table& table, const std::string& word) {
  return std::any_of(std::begin(table), std::end(table),
                     [&word](const char* entry) { return word == entry; });
}

// Searches for such keys at any depth. With aliases, a few lines can describe
// an infinite tree, or one with too many nodes to visit.
class Search {
 public:
  bool Finds(const YAML::Node& node, int depth) {
    if (depth > kDeepest || --left_ < 0) return true;  // may contain one
    if (node.IsMap()) {
      for (const auto& entry : node) {
        if (entry.first.IsScalar() && IsProfileSpecific(entry.first.Scalar())) {
          return true;
        }
        if (Finds(entry.second, depth + 1)) return true;
      }
    }
    if (node.IsSequence()) {
      for (const auto& entry : node) {
        if (Finds(entry, depth + 1)) return true;
      }
    }
    return false;
  }

 private:
  static constexpr int kDeepest = 200;
  // Far more nodes than a configuration has.
  int left_ = 1 << 17;
};

bool HasProfileSpecificKey(const YAML::Node& node) {
  return Search().Finds(node, 0);
}

struct Section {
  std::string key;
  size_t first_line;  // counted from 0
  bool kept;
};

absl::Status ErrorAt(size_t line, const std::string& what) {
  return absl::InvalidArgumentError(absl::StrCat(line + 1, ": ", what));
}

absl::StatusOr<std::vector<Section>> SectionsOf(const YAML::Node& root) {
  std::vector<Section> sections;
  if (root.IsNull()) return sections;
  if (!root.IsMap())
    return ErrorAt(0, "the top level is not a map of settings");
  for (const auto& entry : root) {
    const YAML::Mark mark = entry.first.Mark();
    const size_t line = static_cast<size_t>(std::max(mark.line, 0));
    const bool is_plain = entry.first.IsScalar() && mark.column == 0;
    if (!is_plain ||
        (!sections.empty() && sections.back().first_line >= line)) {
      return ErrorAt(line, "each setting must begin on a line of its own");
    }
    const std::string& key = entry.first.Scalar();
    sections.push_back(
        {key, line,
         !IsProfileSpecific(key) && !HasProfileSpecificKey(entry.second)});
  }
  return sections;
}

// Returns the lines of `text`, each with its newline.
std::vector<std::string> LinesOf(const std::string& text) {
  std::vector<std::string> lines;
  for (size_t at = 0; at < text.size();) {
    const size_t newline = text.find('\n', at);
    const size_t end = newline == std::string::npos ? text.size() : newline + 1;
    lines.push_back(text.substr(at, end - at));
    at = end;
  }
  return lines;
}

ConfigClone Cut(const std::string& text, const std::vector<Section>& sections) {
  ConfigClone clone;
  const std::vector<std::string> lines = LinesOf(text);
  size_t next = 0;
  bool kept = true;
  for (size_t line = 0; line < lines.size(); ++line) {
    if (next < sections.size() && sections[next].first_line == line) {
      kept = sections[next].kept;
      if (!kept) clone.left_out.push_back(sections[next].key);
      ++next;
    }
    if (kept) clone.text += lines[line];
  }
  return clone;
}

// Verifies that the remaining text still has the same meaning: an alias may
// have lost its anchor, and another document may follow the first.
absl::Status CheckCut(const std::vector<Section>& sections,
                      const std::string& text) {
  const std::vector<YAML::Node> documents = YAML::LoadAll(text);
  if (documents.size() > 1) return ErrorAt(0, "more than one document");
  std::vector<std::string> kept;
  for (const Section& section : sections) {
    if (section.kept) kept.push_back(section.key);
  }
  std::vector<std::string> left;
  if (!documents.empty() && documents[0].IsMap()) {
    for (const auto& entry : documents[0]) left.push_back(entry.first.Scalar());
  }
  if (left == kept &&
      (documents.empty() || !HasProfileSpecificKey(documents[0]))) {
    return absl::OkStatus();
  }
  return ErrorAt(0, "its settings cannot be separated by lines");
}

absl::StatusOr<ConfigClone> Clone(const std::string& text) {
  if (YAML::LoadAll(text).size() > 1) {
    return ErrorAt(0, "more than one document");
  }
  absl::StatusOr<std::vector<Section>> sections = SectionsOf(YAML::Load(text));
  if (!sections.ok()) return sections.status();
  ConfigClone clone = Cut(text, *sections);
  const absl::Status checked = CheckCut(*sections, clone.text);
  if (!checked.ok()) return checked;
  return clone;
}

}  // namespace

bool IsProfileSpecific(const std::string& key) {
  const std::string word = absl::AsciiStrToLower(key);
  if (IsOneOf(kSections, word) || IsOneOf(kPlatforms, word)) return true;
  for (const char* ending : kEndings) {
    if (word == ending || absl::EndsWith(word, absl::StrCat("_", ending))) {
      return true;
    }
  }
  for (const char* beginning : kBeginnings) {
    if (absl::StartsWith(word, beginning)) return true;
  }
  return false;
}

absl::StatusOr<ConfigClone> CloneConfig(const std::string& text) {
  // yaml-cpp throws; this function catches every exception.
  try {
    return Clone(text);
  } catch (const YAML::Exception& e) {
    const int line = e.mark.is_null() ? 0 : e.mark.line;
    return ErrorAt(static_cast<size_t>(std::max(line, 0)), e.msg);
  } catch (const std::exception& e) {
    return ErrorAt(0, e.what());
  }
}

}  // namespace hermes::gateway
