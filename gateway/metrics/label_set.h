#ifndef GATEWAY_METRICS_LABEL_SET_H_
#define GATEWAY_METRICS_LABEL_SET_H_

#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/metrics/exposition.h"

namespace hermes::gateway {

// One label and all values that it can have. The last value stands for every
// unknown one, so that a hostile client cannot create more series.
struct Dimension {
  std::string label;
  std::vector<std::string> values;  // not empty
};

// All combinations of the values of some dimensions, numbered from 0.
class LabelSet {
 public:
  // Without dimensions there is one combination, which has no labels.
  explicit LabelSet(std::vector<Dimension> dimensions);

  size_t size() const { return size_; }

  // Returns the number of the combination of `values`, which has one value for
  // each dimension, in order. A missing value counts as unknown. Allocates no
  // memory.
  size_t Find(std::initializer_list<std::string_view> values) const;

  // Returns the labels of combination `index`, which must be below size().
  std::vector<Label> At(size_t index) const;

 private:
  std::vector<Dimension> dimensions_;
  size_t size_;
};

}  // namespace hermes::gateway

#endif  // GATEWAY_METRICS_LABEL_SET_H_
