"""clang-tidy over C++ targets and everything of ours that they depend on."""

_Sources = provider(
    "What is to be checked.",
    fields = {
        "sources": "depset of structs: a target's sources, headers and flags",
    },
)

def _clang_tidy_aspect_impl(target, ctx):
    below = [
        dependency[_Sources].sources
        for dependency in getattr(ctx.rule.attr, "deps", [])
        if _Sources in dependency
    ]
    direct = []
    if CcInfo in target and target.label.workspace_name == "":
        files = [
            file
            for srcs in getattr(ctx.rule.attr, "srcs", [])
            for file in srcs.files.to_list()
        ]
        direct.append(struct(
            package = target.label.package,
            coroutines = "coroutines" in ctx.rule.attr.tags,
            flags = tuple(ctx.fragments.cpp.cxxopts + ctx.rule.attr.copts),
            files = tuple(files),
            headers = target[CcInfo].compilation_context.headers,
        ))
    return [_Sources(sources = depset(direct, transitive = below))]

_clang_tidy_aspect = aspect(
    implementation = _clang_tidy_aspect_impl,
    attr_aspects = ["deps"],
    fragments = ["cpp"],
)

def _is_checked(file):
    return file.is_source and file.extension == "cc"

# Starts one check for the targets of one package that share their flags.
# Findings do not fail the action: the test shows all of them at once, and
# only what has changed is checked again.
def _check(ctx, name, targets):
    config = ctx.file._config
    if targets[0].coroutines:
        config = ctx.file._coroutines_config
    files = {file: True for target in targets for file in target.files}
    sources = [file for file in files if _is_checked(file)]
    if not sources:
        return None
    report = ctx.actions.declare_file("%s.%s.tidy" % (ctx.label.name, name))
    arguments = ctx.actions.args()
    arguments.add(report)
    arguments.add(config)
    arguments.add_all(sources)
    arguments.add("--")
    arguments.add_all(targets[0].flags)
    ctx.actions.run(
        executable = ctx.executable._tool,
        inputs = depset(
            [config] + files.keys(),
            transitive = [target.headers for target in targets],
        ),
        outputs = [report],
        arguments = [arguments],
        mnemonic = "ClangTidy",
        progress_message = "Checking %s with clang-tidy" % targets[0].package,
        use_default_shell_env = True,
    )
    return report

def _clang_tidy_test_impl(ctx):
    groups = {}
    sources = depset(
        transitive = [target[_Sources].sources for target in ctx.attr.targets],
    )
    for source in sources.to_list():
        key = (source.package, source.coroutines, source.flags)
        groups.setdefault(key, []).append(source)
    reports = []
    for number, key in enumerate(sorted(groups)):
        name = "%s.%d" % (key[0].replace("/", "."), number)
        report = _check(ctx, name, groups[key])
        if report:
            reports.append(report)
    if not reports:
        fail("nothing to check")
    ctx.actions.write(
        ctx.outputs.executable,
        """#!/bin/sh
# Fails with everything that clang-tidy has found.
failed=0
for report in %s; do
  [ -f "$report" ] || { echo "no report: $report"; failed=1; }
  [ ! -s "$report" ] || { cat "$report"; failed=1; }
done
exit $failed
""" % " ".join([report.short_path for report in reports]),
        is_executable = True,
    )
    return DefaultInfo(runfiles = ctx.runfiles(files = reports))

# Passes if clang-tidy, configured by the top level's .clang-tidy (for targets
# with the tag "coroutines" by coroutines.clang-tidy), finds nothing in the
# sources of `targets` and of the C++ libraries of this repository that they
# depend on. The sources of a package are checked together, and again only when
# one of them or of their headers has changed.
clang_tidy_test = rule(
    implementation = _clang_tidy_test_impl,
    attrs = {
        "targets": attr.label_list(aspects = [_clang_tidy_aspect]),
        "_config": attr.label(
            allow_single_file = True,
            default = "//:.clang-tidy",
        ),
        "_coroutines_config": attr.label(
            allow_single_file = True,
            default = "//tests/style:coroutines.clang-tidy",
        ),
        "_tool": attr.label(
            allow_single_file = True,
            cfg = "exec",
            default = "//tests/style:clang_tidy.py",
            executable = True,
        ),
    },
    test = True,
)
