#include "gateway/turn/command_turn.h"

#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <cerrno>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"

namespace hermes::gateway {
namespace {

namespace asio = boost::asio;
using asio::posix::stream_descriptor;
using boost::system::error_code;

constexpr size_t kErrorsKept = 4096;
constexpr int kMostErrorReads = 16;
constexpr std::chrono::milliseconds kExitPoll{20};
// How long to wait for a killed process, which may be stuck in the kernel.
constexpr std::chrono::milliseconds kKillPatience{2000};

void Take(UniqueFd& fd, stream_descriptor* descriptor) {
  error_code ignored;  // cannot fail for a new descriptor
  descriptor->assign(fd.release(), ignored);
  descriptor->native_non_blocking(true, ignored);
}

CommandEnd::Kind KindOf(const ChildEnd& child) {
  switch (child.kind) {
    case ChildEnd::Kind::kExited:
      return CommandEnd::Kind::kExited;
    case ChildEnd::Kind::kSignalled:
      return CommandEnd::Kind::kSignalled;
    case ChildEnd::Kind::kNotStarted:
      return CommandEnd::Kind::kNotStarted;
    case ChildEnd::Kind::kUnknown:
      break;
  }
  return CommandEnd::Kind::kLost;
}

std::string DescribeFailedStart(const ChildEnd& child) {
  if (child.value == ENOEXEC) {
    return "it is neither a program nor a script that begins with #!";
  }
  // FindProgram() has found the program itself.
  if (child.value == ENOENT) {
    return "the interpreter that its first line names after #! does not exist";
  }
  return absl::StrCat(child.stage, ": ", strerror(child.value));
}

void Close(stream_descriptor* descriptor) {
  error_code ignored;
  descriptor->close(ignored);
}

}  // namespace

CommandTurn::CommandTurn(const asio::any_io_executor& executor,
                         std::unique_ptr<ChildProcess> child,
                         std::string document, const CommandLimits& limits)
    : child_(std::move(child)),
      document_(std::move(document)),
      limits_(limits),
      input_(executor),
      output_(executor),
      errors_(executor),
      pidfd_(executor),
      exit_poll_(executor),
      wake_(executor),
      idle_(executor),
      total_(executor),
      grace_(executor),
      error_tail_(kErrorsKept) {
  Take(child_->input(), &input_);
  Take(child_->output(), &output_);
  Take(child_->errors(), &errors_);
  if (child_->pidfd() < 0) return;
  UniqueFd pidfd(dup(child_->pidfd()));
  if (pidfd.valid()) Take(pidfd, &pidfd_);
}

asio::awaitable<CommandEnd> CommandTurn::Run(TextSink& sink, TurnStop& stop) {
  const TurnStop::Registration wake = stop.OnRequest([this] { Wake(); });
  WriteDocument();
  AwaitErrors();
  AwaitExit();
  Arm(total_, limits_.total, &CommandTurn::overdue_);
  ArmIdle();
  co_await Copy(sink, stop);
  while (!exited_ && !MustEnd(stop)) co_await Sleep();
  CommandEnd end = DecideEnd(stop);
  if (!exited_) co_await Terminate();
  Settle(&end);
  Release();
  co_return end;
}

void CommandTurn::Abandon() {
  if (released_) return;
  child_.reset();
  Release();
}

void CommandTurn::WriteDocument() {
  asio::async_write(
      input_, asio::buffer(document_),
      [self = shared_from_this()](const error_code& error, size_t /*put*/) {
        // EPIPE is not a failure: a program need not read its input.
        if (error != asio::error::operation_aborted) Close(&self->input_);
      });
}

void CommandTurn::AwaitErrors() {
  errors_.async_wait(stream_descriptor::wait_read,
                     [self = shared_from_this()](const error_code& error) {
                       if (error) return;
                       self->ReadErrors();
                       if (self->errors_.is_open()) self->AwaitErrors();
                     });
}

// Reads at most a few buffers, so that a program that writes without end does
// not block the event loop.
void CommandTurn::ReadErrors() {
  std::array<char, 4096> buffer;
  for (int n = 0; n < kMostErrorReads && errors_.is_open(); ++n) {
    const ssize_t got =
        read(errors_.native_handle(), buffer.data(), buffer.size());
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (got <= 0) return Close(&errors_);
    error_tail_.Append({buffer.data(), static_cast<size_t>(got)});
  }
}

void CommandTurn::AwaitExit() {
  if (pidfd_.is_open()) {
    pidfd_.async_wait(stream_descriptor::wait_read,
                      [self = shared_from_this()](const error_code& error) {
                        if (!error) self->OnExit();
                      });
    return;
  }
  exit_poll_.expires_after(kExitPoll);
  exit_poll_.async_wait([self = shared_from_this()](const error_code& error) {
    if (error || self->child_ == nullptr) return;
    if (self->child_->HasEnded()) return self->OnExit();
    self->AwaitExit();
  });
}

void CommandTurn::OnExit() {
  if (child_ == nullptr) return;
  exited_ = true;
  if (released_) {
    // The program ended only after Run() or Abandon() had given up waiting.
    child_->End();
    child_.reset();
    return;
  }
  Arm(grace_, limits_.orphans, &CommandTurn::grace_over_);
  Wake();
}

void CommandTurn::Arm(asio::steady_timer& timer, std::chrono::milliseconds time,
                      bool CommandTurn::*flag) {
  timer.expires_after(time);
  timer.async_wait(
      [self = shared_from_this(), &timer, flag](const error_code& error) {
        // Ignore this expiry if the timer was set again after it was queued.
        if (error || timer.expiry() > asio::steady_timer::clock_type::now()) {
          return;
        }
        (*self).*flag = true;
        self->Wake();
      });
}

void CommandTurn::ArmIdle() { Arm(idle_, limits_.idle, &CommandTurn::silent_); }

void CommandTurn::AwaitOutput() {
  if (std::exchange(awaiting_output_, true)) return;
  output_.async_wait(stream_descriptor::wait_read,
                     [self = shared_from_this()](const error_code& error) {
                       self->awaiting_output_ = false;
                       if (error) return;
                       self->readable_ = true;
                       self->Wake();
                     });
}

// No event can be missed between a check of the flags and this wait, because
// all handlers run on the same thread.
asio::awaitable<void> CommandTurn::Sleep() {
  error_code woken;
  wake_.expires_at(asio::steady_timer::time_point::max());
  co_await wake_.async_wait(asio::redirect_error(asio::use_awaitable, woken));
}

// Returns true if the turn must end early. The time limits do not count after
// the program has ended.
bool CommandTurn::MustEnd(const TurnStop& stop) const {
  return stop.requested() || written_ > kMostCommandOutput ||
         ((silent_ || overdue_) && !exited_);
}

// Copies until the end of stdout, or until orphans have held it for
// limits_.orphans.
asio::awaitable<void> CommandTurn::Copy(TextSink& sink, const TurnStop& stop) {
  while (output_.is_open() && !MustEnd(stop)) {
    if (readable_) {
      readable_ = false;
      co_await CopyPiece(sink);
      continue;
    }
    if (exited_ && grace_over_) break;
    AwaitOutput();
    co_await Sleep();
  }
  if (output_.is_open() && !MustEnd(stop)) {
    // After the kill no process of the group writes. The bytes that are now in
    // the pipe belong to the answer; bytes that a process outside of the group
    // writes later do not.
    child_->Signal(SIGKILL);
    ioctl(output_.native_handle(), FIONREAD, &orphans_left_);
    bool more = true;
    while (more && orphans_left_ > 0) more = co_await CopyPiece(sink);
  }
  Close(&output_);
  if (MustEnd(stop)) co_return;
  std::string rest;
  sanitizer_.Finish(&rest);
  if (!rest.empty()) co_await sink.Write(rest);
}

// Copies at most one buffer. Returns false if there was nothing to read.
asio::awaitable<bool> CommandTurn::CopyPiece(TextSink& sink) {
  const ssize_t got = read(output_.native_handle(), output_buffer_.data(),
                           output_buffer_.size());
  if (got < 0 && (errno == EAGAIN || errno == EINTR)) co_return false;
  if (got <= 0) {
    Close(&output_);
    co_return false;
  }
  const std::string_view bytes(output_buffer_.data(), static_cast<size_t>(got));
  written_ += bytes.size();
  orphans_left_ -= static_cast<int>(got);
  if (written_ > kMostCommandOutput) co_return false;
  std::string text;
  sanitizer_.Append(bytes, &text);
  // The idle time does not include the time in which a slow reader blocks.
  idle_.expires_at(asio::steady_timer::time_point::max());
  silent_ = false;
  if (!text.empty()) co_await sink.Write(text);
  ArmIdle();
  co_return true;
}

asio::awaitable<void> CommandTurn::Terminate() {
  Close(&output_);
  Close(&input_);
  child_->Signal(SIGTERM);
  child_->Signal(SIGCONT);
  for (const auto& patience : {limits_.term, kKillPatience}) {
    grace_over_ = false;
    Arm(grace_, patience, &CommandTurn::grace_over_);
    while (!exited_ && !grace_over_) co_await Sleep();
    if (exited_) break;
    child_->Signal(SIGKILL);
  }
}

CommandEnd CommandTurn::DecideEnd(const TurnStop& stop) const {
  CommandEnd end;
  if (stop.requested()) {
    end.kind = Kind::kStopped;
  } else if (written_ > kMostCommandOutput) {
    end.kind = Kind::kTooMuch;
  } else if (exited_) {
    end.kind = Kind::kExited;
  } else {
    end.kind = overdue_ ? Kind::kTooSlow : Kind::kSilent;
    end.limit = overdue_ ? limits_.total : limits_.idle;
  }
  return end;
}

void CommandTurn::Settle(CommandEnd* end) {
  if (exited_) {
    const ChildEnd child = child_->End();
    child_.reset();
    const bool failed = child.kind == ChildEnd::Kind::kNotStarted;
    if (failed || end->kind == Kind::kExited) {
      end->kind = KindOf(child);
      end->value = child.value;
    }
    if (failed) end->detail = DescribeFailedStart(child);
  }
  if (errors_.is_open()) ReadErrors();
  end->errors = error_tail_.Text();
}

// Cancels all pending operations, except the wait for an exit that has not
// happened yet.
void CommandTurn::Release() {
  released_ = true;
  for (stream_descriptor* const d : {&input_, &output_, &errors_}) Close(d);
  for (asio::steady_timer* const t : {&wake_, &idle_, &total_, &grace_}) {
    t->cancel();
  }
  if (child_ != nullptr) return;
  Close(&pidfd_);
  exit_poll_.cancel();
}

}  // namespace hermes::gateway
