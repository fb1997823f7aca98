#ifndef GATEWAY_TURN_OUTPUT_TAIL_H_
#define GATEWAY_TURN_OUTPUT_TAIL_H_

#include <cstddef>
#include <string>
#include <string_view>

namespace hermes::gateway {

// Keeps the last bytes of an output of any length.
class OutputTail {
 public:
  explicit OutputTail(size_t most) : most_(most) {}

  void Append(std::string_view bytes);

  // Returns the kept bytes without a first line whose beginning is lost:
  // redaction would not recognise a part of a secret.
  std::string Text() const;

 private:
  size_t most_;
  bool lost_ = false;
  std::string tail_;
};

}  // namespace hermes::gateway

#endif  // GATEWAY_TURN_OUTPUT_TAIL_H_
