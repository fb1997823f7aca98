"""How the two programs that images contain are linked."""

# One static, position-independent file: an image needs no libraries for it, and
# the kernel loads it at a random address. What the dynamic linker would have
# relocated is read-only after start (relro, now), and no segment holds both
# code and anything else (separate-code, which GNU ld has and gold has not).
# A sanitizer's build is dynamic.
STATIC_LINKOPTS = select({
    "//:dynamic_linkage": [],
    "//conditions:default": [
        "-static-pie",
        "-fuse-ld=bfd",
        "-Wl,-z,relro",
        "-Wl,-z,now",
        "-Wl,-z,noexecstack",
        "-Wl,-z,separate-code",
        # A use of getpwnam and its like, which a static program cannot do, is
        # only a warning to the linker.
        "-Wl,--fatal-warnings",
    ],
})

# GNU ld takes archives, not the objects between --start-lib and --end-lib.
STATIC_FEATURES = select({
    "//:dynamic_linkage": [],
    "//conditions:default": ["-supports_start_end_lib"],
})
