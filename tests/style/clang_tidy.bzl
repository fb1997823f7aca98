"""clang-tidy over C++ targets and everything of ours that they depend on."""

_Reports = provider(
    "What clang-tidy had to say, a file a source.",
    fields = {"files": "depset of files; an empty one: nothing to say"},
)

def _is_source(file):
    return file.is_source and file.extension == "cc"

def _check(target, ctx, source):
    config = ctx.file._config
    if "coroutines" in ctx.rule.attr.tags:
        config = ctx.file._coroutines_config
    report = ctx.actions.declare_file(
        "%s.%s.tidy" % (target.label.name, source.basename),
    )

    # Findings are no failure of the action: the test shows all of them at
    # once, and only what has changed is checked again.
    ctx.actions.run_shell(
        inputs = depset(
            [source, config],
            transitive = [target[CcInfo].compilation_context.headers] +
                         [src.files for src in ctx.rule.attr.srcs],
        ),
        outputs = [report],
        command = """
report=$1 source=$2 config=$3
shift 3
if ! clang-tidy --quiet --config-file="$config" "$source" -- "$@" \
    >"$report" 2>"$report.messages"; then
  cat "$report.messages" >>"$report"
else
  : >"$report"
fi
rm "$report.messages"
""",
        arguments = [
            report.path,
            source.path,
            config.path,
            "-iquote",
            ".",
        ] + ctx.fragments.cpp.cxxopts + ctx.rule.attr.copts,
        mnemonic = "ClangTidy",
        progress_message = "Checking %s with clang-tidy" % source.short_path,
        use_default_shell_env = True,
    )
    return report

def _clang_tidy_aspect_impl(target, ctx):
    below = [
        dependency[_Reports].files
        for dependency in getattr(ctx.rule.attr, "deps", [])
        if _Reports in dependency
    ]
    reports = []
    if CcInfo in target and target.label.workspace_name == "":
        reports = [
            _check(target, ctx, source)
            for srcs in getattr(ctx.rule.attr, "srcs", [])
            for source in srcs.files.to_list()
            if _is_source(source)
        ]
    return [_Reports(files = depset(reports, transitive = below))]

_clang_tidy_aspect = aspect(
    implementation = _clang_tidy_aspect_impl,
    attr_aspects = ["deps"],
    attrs = {
        "_config": attr.label(
            allow_single_file = True,
            default = "//:.clang-tidy",
        ),
        "_coroutines_config": attr.label(
            allow_single_file = True,
            default = "//tests/style:coroutines.clang-tidy",
        ),
    },
    fragments = ["cpp"],
)

def _clang_tidy_test_impl(ctx):
    reports = depset(
        transitive = [target[_Reports].files for target in ctx.attr.targets],
    )
    if not reports.to_list():
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
""" % " ".join([report.short_path for report in reports.to_list()]),
        is_executable = True,
    )
    return DefaultInfo(runfiles = ctx.runfiles(transitive_files = reports))

# Passes if clang-tidy, configured by the top level's .clang-tidy (for targets
# with the tag "coroutines" by coroutines.clang-tidy), finds nothing in the sources of `targets` and of the C++ libraries of this repository that
# they depend on. A source is checked as it is compiled, and again only when it
# or a header of it has changed.
clang_tidy_test = rule(
    implementation = _clang_tidy_test_impl,
    attrs = {"targets": attr.label_list(aspects = [_clang_tidy_aspect])},
    test = True,
)
