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
// For a process that the kernel does not let go although it was killed.
constexpr std::chrono::milliseconds kKillPatience{2000};

void Take(UniqueFd& fd, stream_descriptor* descriptor) {
  error_code ignored;  // of a descriptor that was just made
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
  // It was there when it was looked for.
  if (child.value == ENOENT) {
    return "what its first line names behind #! is not there";
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
  while (!exited_ && !Cut(stop)) co_await Sleep();
  CommandEnd end = Judge(stop);
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
        // A program need not read what it is given: EPIPE is no failure.
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

// A few buffers at most, so that a program that never stops talking lets others
// have their turn.
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
    // Long after it was killed.
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
        // One that was armed anew while this was on its way does not count.
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

// Nothing happens between a look at the flags and this: one thread.
asio::awaitable<void> CommandTurn::Sleep() {
  error_code woken;
  wake_.expires_at(asio::steady_timer::time_point::max());
  co_await wake_.async_wait(asio::redirect_error(asio::use_awaitable, woken));
}

// Time does not matter any more once the program has ended.
bool CommandTurn::Cut(const TurnStop& stop) const {
  return stop.requested() || written_ > kMostCommandOutput ||
         ((silent_ || overdue_) && !exited_);
}

// Until the end of stdout, or for as long as orphans may hold it.
asio::awaitable<void> CommandTurn::Copy(TextSink& sink, const TurnStop& stop) {
  while (output_.is_open() && !Cut(stop)) {
    if (readable_) {
      readable_ = false;
      co_await CopyPiece(sink);
      continue;
    }
    if (exited_ && grace_over_) break;
    AwaitOutput();
    co_await Sleep();
  }
  if (output_.is_open() && !Cut(stop)) {
    // Nobody of the group writes any more; what is in the pipe is the answer's,
    // and what somebody out of reach writes meanwhile is not.
    child_->Signal(SIGKILL);
    ioctl(output_.native_handle(), FIONREAD, &orphans_left_);
    bool more = true;
    while (more && orphans_left_ > 0) more = co_await CopyPiece(sink);
  }
  Close(&output_);
  if (Cut(stop)) co_return;
  std::string rest;
  mender_.Finish(&rest);
  if (!rest.empty()) co_await sink.Write(rest);
}

// Reads and hands on at most one buffer. False if there was nothing to read.
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
  mender_.Append(bytes, &text);
  // A reader's slowness is not the program's silence.
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

CommandEnd CommandTurn::Judge(const TurnStop& stop) const {
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

// Ends every pending operation, but the one for an exit still to come.
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
