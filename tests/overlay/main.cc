// The main program of the tests on an s6-overlay image.
// HERMES_TEST_OVERLAY_IMAGE names that image; the fixtures use it as the image
// under test.
#include <gtest/gtest.h>
#include <stdio.h>
#include <stdlib.h>

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  const char* image = getenv("HERMES_TEST_OVERLAY_IMAGE");
  if (image == nullptr) {
    fputs("HERMES_TEST_OVERLAY_IMAGE names no image to test\n", stderr);
    return 1;
  }
  setenv("HERMES_TEST_IMAGE", image, 1);
  return RUN_ALL_TESTS();
}
