#ifndef HERMES_TESTS_CONTAINER_IMAGE_LISTING_H_
#define HERMES_TESTS_CONTAINER_IMAGE_LISTING_H_

#include <string>
#include <vector>

namespace hermes::fixture {

// One file of an image.
struct ImageFile {
  std::string path;   // absolute, without a slash at its end
  std::string mode;   // as ls shows it: "drwxr-xr-x"
  std::string owner;  // "uid/gid", numbers
  std::string link;   // what a symbolic link points to
};

// Every file of the image under test, as the engine exports a container of it
// that never ran. Nothing in the image has to run for that.
std::vector<ImageFile> ListImage();

// The file of that path; an empty one if there is none.
ImageFile FileIn(const std::vector<ImageFile>& files, const std::string& path);

}  // namespace hermes::fixture

#endif  // HERMES_TESTS_CONTAINER_IMAGE_LISTING_H_
