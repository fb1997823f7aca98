"""The system's C++ libraries as cc_library targets of one repository."""

def _link_flags(repository_ctx, target, modules):
    """Returns the static link line of `modules`, asking pkg-config."""
    command = ["pkg-config", "--libs", "--static"] + modules
    result = repository_ctx.execute(command)
    if result.return_code != 0:
        fail("%s: '%s' failed: %s. Install the library's -dev package." %
             (target, " ".join(command), result.stderr.strip()))
    return [flag for flag in result.stdout.split(" ") if flag.strip()]

def _target(name, linkopts):
    return """cc_library(
    name = %r,
    linkopts = %r,
)
""" % (name, [flag.strip() for flag in linkopts])

def _system_libraries_impl(repository_ctx):
    targets = [
        _target(name, _link_flags(repository_ctx, name, modules))
        for name, modules in repository_ctx.attr.packages.items()
    ] + [
        _target(name, linkopts)
        for name, linkopts in repository_ctx.attr.linkopts.items()
    ]
    repository_ctx.file(
        "BUILD.bazel",
        "package(default_visibility = [\"//visibility:public\"])\n\n" +
        "\n".join(targets),
    )

# Defines `@<name>//:<library>` for each key of `packages` (a list of pkg-config
# modules) and of `linkopts` (the link line itself, for libraries that have no
# pkg-config file). The compiler finds the headers in its default directories,
# so no include path is added. The build fails with the name of a missing
# package.
system_libraries = repository_rule(
    implementation = _system_libraries_impl,
    attrs = {
        "linkopts": attr.string_list_dict(),
        "packages": attr.string_list_dict(),
    },
    configure = True,
    local = True,
)
