#include "gateway/upstream/answer_reader.h"

#include <cstddef>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"

namespace hermes::gateway::upstream {
namespace {

constexpr size_t kMaxEventBytes = 1 << 20;
constexpr size_t kMaxWholeBytes = 10 << 20;

bool Contains(std::string_view text, absl::string_view part) {
  return absl::StrContains(
      absl::AsciiStrToLower(absl::string_view(text.data(), text.size())), part);
}

Error Of(ErrorKind kind, const char* detail) {
  return {kind, detail, 0, std::nullopt};
}

}  // namespace

AnswerReader::AnswerReader(std::string_view content_type)
    : form_(Contains(content_type, "event-stream") ? Form::kStream
            : Contains(content_type, "json")       ? Form::kWhole
                                                   : Form::kUnknown),
      events_(kMaxEventBytes) {}

void AnswerReader::Take(std::string_view bytes) {
  if (over()) return;
  if (form_ == Form::kUnknown) Guess(&bytes);
  if (form_ == Form::kStream) {
    TakeEvents(bytes);
  } else if (whole_.size() + bytes.size() > kMaxWholeBytes) {
    error_ = Of(ErrorKind::kTooLarge, "more than 10 MiB in one piece");
  } else {
    whole_ += bytes;
  }
}

void AnswerReader::End() {
  if (form_ == Form::kWhole && !over()) {
    Note(reply_.TakeWhole(whole_, &text_));
    whole_ = std::string();
  }
  reply_.Finish(&text_);
  if (!error_ && !reply_.complete()) {
    error_ = Of(ErrorKind::kBrokenOff, "");
  }
}

void AnswerReader::Guess(std::string_view* bytes) {
  while (!bytes->empty() &&
         absl::ascii_isspace(static_cast<unsigned char>(bytes->front()))) {
    bytes->remove_prefix(1);
  }
  if (bytes->empty()) return;
  form_ = bytes->front() == '{' ? Form::kWhole : Form::kStream;
}

void AnswerReader::TakeEvents(std::string_view bytes) {
  const bool in_limit = events_.Feed(bytes, [this](const SseEvent& event) {
    if (!over()) Note(reply_.TakeChunk(event.name, event.data, &text_));
  });
  if (!in_limit && !over()) {
    error_ = Of(ErrorKind::kTooLarge, "an event of more than 1 MiB");
  }
}

void AnswerReader::Note(ChatReply::Step step) {
  switch (step) {
    case ChatReply::Step::kGoOn:
      break;
    case ChatReply::Step::kDone:
      over_ = true;
      break;
    case ChatReply::Step::kMalformed:
      error_ = Of(ErrorKind::kMalformed, "it is not a chat completion");
      break;
    case ChatReply::Step::kError:
      error_ = Error{ErrorKind::kReportedError, reply_.error().message,
                     reply_.error().status, std::nullopt};
      break;
  }
}

}  // namespace hermes::gateway::upstream
