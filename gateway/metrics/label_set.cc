#include "gateway/metrics/label_set.h"

#include <algorithm>
#include <utility>

namespace hermes::gateway {
namespace {

size_t IndexIn(const std::vector<std::string>& values, std::string_view value) {
  const auto found = std::find(values.begin(), values.end() - 1, value);
  return static_cast<size_t>(found - values.begin());
}

}  // namespace

LabelSet::LabelSet(std::vector<Dimension> dimensions)
    : dimensions_(std::move(dimensions)), size_(1) {
  for (const Dimension& dimension : dimensions_) {
    size_ *= dimension.values.size();
  }
}

size_t LabelSet::Find(std::initializer_list<std::string_view> values) const {
  size_t index = 0;
  auto value = values.begin();
  for (const Dimension& dimension : dimensions_) {
    const size_t at = value != values.end()
                          ? IndexIn(dimension.values, *value++)
                          : dimension.values.size() - 1;
    index = index * dimension.values.size() + at;
  }
  return index;
}

std::vector<Label> LabelSet::At(size_t index) const {
  std::vector<Label> labels(dimensions_.size());
  for (size_t i = dimensions_.size(); i-- > 0;) {
    const Dimension& dimension = dimensions_[i];
    labels[i] = {dimension.label,
                 dimension.values[index % dimension.values.size()]};
    index /= dimension.values.size();
  }
  return labels;
}

}  // namespace hermes::gateway
