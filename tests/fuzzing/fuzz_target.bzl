"""Builds a harness as a fuzzer, with clang, and as a test of its corpus."""

load("//gateway:copts.bzl", "COPTS")

# Defines these targets for <name>.cc and the directory corpus/<name>:
#   <name>_fuzzer       a libFuzzer program; "manual", because it builds only
#                       with --config=fuzz
#   <name>_corpus_test  a test that runs the harness with every input
def fuzz_target(name, deps, size = "small", harness_tags = []):
    native.cc_library(
        name = name,
        testonly = True,
        srcs = [name + ".cc"],
        copts = COPTS,
        tags = harness_tags,
        deps = deps + [":harness"],
        alwayslink = True,
    )
    native.cc_binary(
        name = name + "_fuzzer",
        testonly = True,
        linkopts = ["-fsanitize=fuzzer"],
        linkstatic = True,
        tags = [
            "fuzzer",
            "manual",
        ],
        deps = [":" + name],
    )
    native.cc_test(
        name = name + "_corpus_test",
        size = size,
        args = ["tests/fuzzing/corpus/" + name],
        data = native.glob(["corpus/%s/*" % name]),
        deps = [
            ":corpus_test_main",
            ":" + name,
        ],
    )
