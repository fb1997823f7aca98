"""Link options of the two programs that the images contain."""

# Link one static, position-independent file: an image needs no libraries for
# it, and the kernel loads it at a random address. Relocated data is read-only
# after the start (relro, now), and code is in segments of its own
# (separate-code, which GNU ld supports and gold does not). Builds with a
# sanitizer are dynamic.
STATIC_LINKOPTS = select({
    "//:dynamic_linkage": [],
    "//conditions:default": [
        "-static-pie",
        "-fuse-ld=bfd",
        "-Wl,-z,relro",
        "-Wl,-z,now",
        "-Wl,-z,noexecstack",
        "-Wl,-z,separate-code",
        # The linker only warns about functions such as getpwnam, which do not
        # work in a static program.
        "-Wl,--fatal-warnings",
    ],
})

# GNU ld does not support --start-lib and --end-lib; give it archives.
STATIC_FEATURES = select({
    "//:dynamic_linkage": [],
    "//conditions:default": ["-supports_start_end_lib"],
})
