#ifndef GATEWAY_METRICS_LABEL_SET_H_
#define GATEWAY_METRICS_LABEL_SET_H_

#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/metrics/exposition.h"

namespace hermes::gateway {

// One label and all the values that it can have. The last one stands for
// whatever is none of the others: a hostile client cannot make more series.
struct Dimension {
  std::string label;
  std::vector<std::string> values;  // not empty
};

// Every combination of the values of some dimensions, numbered from 0.
class LabelSet {
 public:
  // Without any dimension there is one combination, that of no labels.
  explicit LabelSet(std::vector<Dimension> dimensions);

  size_t size() const { return size_; }

  // The number of the combination of `values`, one for each dimension in their
  // order; what is missing counts as unknown. Allocates nothing.
  size_t Find(std::initializer_list<std::string_view> values) const;

  // The labels of combination `index`, which is below size().
  std::vector<Label> At(size_t index) const;

 private:
  std::vector<Dimension> dimensions_;
  size_t size_;
};

}  // namespace hermes::gateway

#endif  // GATEWAY_METRICS_LABEL_SET_H_
