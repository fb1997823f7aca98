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
  // How long descendants may still hold stdout after the leader has ended.
  std::chrono::milliseconds orphans = std::chrono::seconds(1);
  // The time between TERM and KILL.
  std::chrono::milliseconds term = std::chrono::seconds(2);
};

// One turn of a program that has been started: writes its input, streams its
// output, and waits for it or terminates it. Pending operations keep the object
// alive; Abandon() and the end of Run() cancel them.
class CommandTurn : public std::enable_shared_from_this<CommandTurn> {
 public:
  // `document` is the program's input. Assumes that SIGPIPE is ignored.
  CommandTurn(const boost::asio::any_io_executor& executor,
              std::unique_ptr<ChildProcess> child, std::string document,
              const CommandLimits& limits);

  // Runs the turn. Call it once. When it returns, no process of the program's
  // group is left.
  boost::asio::awaitable<CommandEnd> Run(TextSink& sink, TurnStop& stop);

  // Kills the program at once. Call it if Run() does not reach its end; after a
  // completed Run() it does nothing.
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

  bool MustEnd(const TurnStop& stop) const;
  boost::asio::awaitable<void> Copy(TextSink& sink, const TurnStop& stop);
  boost::asio::awaitable<bool> CopyPiece(TextSink& sink);
  boost::asio::awaitable<void> Terminate();
  CommandEnd DecideEnd(const TurnStop& stop) const;
  void Settle(CommandEnd* end);
  void Release();

  std::unique_ptr<ChildProcess> child_;  // null after its status was collected
  std::string document_;
  CommandLimits limits_;
  boost::asio::posix::stream_descriptor input_;
  boost::asio::posix::stream_descriptor output_;
  boost::asio::posix::stream_descriptor errors_;
  boost::asio::posix::stream_descriptor pidfd_;
  boost::asio::steady_timer exit_poll_;  // used without a pidfd
  boost::asio::steady_timer wake_;
  boost::asio::steady_timer idle_;
  boost::asio::steady_timer total_;
  boost::asio::steady_timer grace_;

  // Events. A handler sets each of them and then wakes Run().
  bool exited_ = false;
  bool readable_ = false;
  bool silent_ = false;
  bool overdue_ = false;
  bool grace_over_ = false;
  bool released_ = false;

  bool awaiting_output_ = false;
  size_t written_ = 0;    // bytes of stdout
  int orphans_left_ = 0;  // bytes left to read after limits_.orphans
  Utf8Sanitizer sanitizer_;
  OutputTail error_tail_;
  std::array<char, 16384> output_buffer_;
};

}  // namespace hermes::gateway

#endif  // GATEWAY_TURN_COMMAND_TURN_H_
