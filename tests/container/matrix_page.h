#ifndef HERMES_TESTS_CONTAINER_MATRIX_PAGE_H_
#define HERMES_TESTS_CONTAINER_MATRIX_PAGE_H_

#include <map>
#include <string>

namespace hermes::fixture {

// Returns the cells of every table of docs/matrix.md except those of the first
// columns, by "first column / head of the column". MATRIX_PAGE is the path of
// the page. Throws if the page is missing or has no table.
std::map<std::string, std::string> MatrixPage();

// Does the same for the text of a page. Pure. Removes back ticks.
std::map<std::string, std::string> TableCells(const std::string& markdown);

}  // namespace hermes::fixture

#endif  // HERMES_TESTS_CONTAINER_MATRIX_PAGE_H_
