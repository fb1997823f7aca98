#ifndef HERMES_TESTS_CONTAINER_MATRIX_PAGE_H_
#define HERMES_TESTS_CONTAINER_MATRIX_PAGE_H_

#include <map>
#include <string>

namespace hermes::fixture {

// The cells of every table of docs/matrix.md but those of its first columns,
// by "first column / head of the column". The page's path is in MATRIX_PAGE.
// Throws if there is no such page, or it has no table.
std::map<std::string, std::string> MatrixPage();

// The same of a page's text. Pure. Back ticks are left out.
std::map<std::string, std::string> TableCells(const std::string& markdown);

}  // namespace hermes::fixture

#endif  // HERMES_TESTS_CONTAINER_MATRIX_PAGE_H_
