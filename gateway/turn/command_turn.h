#ifndef GATEWAY_TURN_COMMAND_TURN_H_
#define GATEWAY_TURN_COMMAND_TURN_H_

#include <array>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <cstddef>
#include <memory>
#include <string>

#include "gateway/turn/backend.h"
#include "gateway/turn/child_process.h"
#include "gateway/turn/command_end.h"
#include "gateway/turn/output_tail.h"
#include "gateway/turn/turn_stop.h"
#include "gateway/turn/utf8_sanitizer.h"

namespace hermes::gateway {

struct CommandLimits {
  std::chrono::milliseconds idle;   // between two pieces of output
  std::chrono::milliseconds total;  // for the whole turn
  // How long a leader that has ended leaves to descendants which still hold
  // its stdout, and how long a TERM leaves before the KILL.
  std::chrono::milliseconds orphans = std::chrono::seconds(1);
  std::chrono::milliseconds term = std::chrono::seconds(2);
};

// One turn of a program that has been started: feeds it, streams what it
// writes, and sees to its end. Pending operations keep the object; Abandon()
// or the end of Run() lets go of them.
class CommandTurn : public std::enable_shared_from_this<CommandTurn> {
 public:
  // `document` is what the program reads. Assumes that SIGPIPE is ignored.
  CommandTurn(const boost::asio::any_io_executor& executor,
              std::unique_ptr<ChildProcess> child, std::string document,
              const CommandLimits& limits);

  // Once. Afterwards nothing of the program's group is left.
  boost::asio::awaitable<CommandEnd> Run(TextSink& sink, TurnStop& stop);

  // Ends the program at once, for a Run() that does not come to its end.
  // Nothing after one that did.
  void Abandon();

 private:
  using Kind = CommandEnd::Kind;

  void WriteDocument();
  void AwaitErrors();
  void ReadErrors();
  void AwaitExit();
  void OnExit();
  void ArmIdle();
  void Arm(boost::asio::steady_timer& timer, std::chrono::milliseconds time,
           bool CommandTurn::*flag);
  void AwaitOutput();
  void Wake() { wake_.cancel(); }
  boost::asio::awaitable<void> Sleep();

  bool Cut(const TurnStop& stop) const;
  boost::asio::awaitable<void> Copy(TextSink& sink, const TurnStop& stop);
  boost::asio::awaitable<bool> CopyPiece(TextSink& sink);
  boost::asio::awaitable<void> Terminate();
  CommandEnd Judge(const TurnStop& stop) const;
  void Settle(CommandEnd* end);
  void Release();

  std::unique_ptr<ChildProcess> child_;  // null: its end has been taken
  std::string document_;
  CommandLimits limits_;
  boost::asio::posix::stream_descriptor input_;
  boost::asio::posix::stream_descriptor output_;
  boost::asio::posix::stream_descriptor errors_;
  boost::asio::posix::stream_descriptor pidfd_;
  boost::asio::steady_timer exit_poll_;  // without a pidfd
  boost::asio::steady_timer wake_;
  boost::asio::steady_timer idle_;
  boost::asio::steady_timer total_;
  boost::asio::steady_timer grace_;

  // What has happened; each is set by a handler, which then wakes Run().
  bool exited_ = false;
  bool readable_ = false;
  bool silent_ = false;
  bool overdue_ = false;
  bool grace_over_ = false;
  bool released_ = false;

  bool awaiting_output_ = false;
  size_t written_ = 0;    // bytes of stdout
  int orphans_left_ = 0;  // bytes to read once orphans have had their time
  Utf8Sanitizer mender_;
  OutputTail error_tail_;
  std::array<char, 16384> output_buffer_;
};

}  // namespace hermes::gateway

#endif  // GATEWAY_TURN_COMMAND_TURN_H_
