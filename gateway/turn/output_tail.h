#ifndef GATEWAY_TURN_OUTPUT_TAIL_H_
#define GATEWAY_TURN_OUTPUT_TAIL_H_

#include <cstddef>
#include <string>
#include <string_view>

namespace hermes::gateway {

// The last bytes of an output of any length.
class OutputTail {
 public:
  explicit OutputTail(size_t most) : most_(most) {}

  void Append(std::string_view bytes);

  // What there is. A line of which the beginning is lost is left out wholly: a
  // half of a secret would not be recognised as one.
  std::string Text() const;

 private:
  size_t most_;
  bool lost_ = false;
  std::string tail_;
};

}  // namespace hermes::gateway

#endif  // GATEWAY_TURN_OUTPUT_TAIL_H_
