#include "tests/container/matrix_page.h"

#include <stdlib.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace hermes::fixture {
namespace {

std::string Trimmed(std::string text) {
  text.erase(std::remove(text.begin(), text.end(), '`'), text.end());
  const size_t begin = text.find_first_not_of(' ');
  const size_t end = text.find_last_not_of(' ');
  return begin == std::string::npos ? "" : text.substr(begin, end + 1 - begin);
}

// Returns {"a", "b"} for "| a | b |", and an empty vector for a line that is
// not in a table.
std::vector<std::string> Row(const std::string& line) {
  std::vector<std::string> cells;
  if (line.empty() || line[0] != '|') return cells;
  std::istringstream rest(line.substr(1));
  for (std::string cell; std::getline(rest, cell, '|');) {
    cells.push_back(Trimmed(cell));
  }
  return cells;
}

}  // namespace

std::map<std::string, std::string> TableCells(const std::string& markdown) {
  std::map<std::string, std::string> cells;
  std::vector<std::string> head;
  std::istringstream lines(markdown);
  for (std::string line; std::getline(lines, line);) {
    const std::vector<std::string> row = Row(line);
    if (row.empty()) {
      head.clear();
    } else if (head.empty()) {
      head = row;
    } else if (line.rfind("|---", 0) != 0) {
      for (size_t i = 1; i < row.size() && i < head.size(); ++i) {
        cells[row[0] + " / " + head[i]] = row[i];
      }
    }
  }
  return cells;
}

std::map<std::string, std::string> MatrixPage() {
  const char* path = getenv("MATRIX_PAGE");
  std::ifstream file(path == nullptr ? "" : path);
  const std::string text(std::istreambuf_iterator<char>(file), {});
  std::map<std::string, std::string> cells = TableCells(text);
  if (cells.empty()) throw std::runtime_error("MATRIX_PAGE has no table");
  return cells;
}

}  // namespace hermes::fixture
