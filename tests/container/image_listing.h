#ifndef HERMES_TESTS_CONTAINER_IMAGE_LISTING_H_
#define HERMES_TESTS_CONTAINER_IMAGE_LISTING_H_

#include <string>
#include <vector>

namespace hermes::fixture {

// A file of an image.
struct ImageFile {
  std::string path;   // absolute, without a trailing slash
  std::string mode;   // as in ls: "drwxr-xr-x"
  std::string owner;  // "uid/gid", numeric
  std::string link;   // target of a symbolic link
};

// Returns every file of the image under test, exported by the engine from a
// container that never ran. Works for images in which nothing can run.
std::vector<ImageFile> ListImage();

// Returns the file of that path, or an empty one.
ImageFile FileIn(const std::vector<ImageFile>& files, const std::string& path);

}  // namespace hermes::fixture

#endif  // HERMES_TESTS_CONTAINER_IMAGE_LISTING_H_
