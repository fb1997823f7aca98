# An image in which s6-overlay is the init and hermes-entry the wrapper of its
# command, like the images of the Python agent. Use it if you have other
# services below s6-overlay; hermes:debian does not need s6-overlay. See
# docs/deploy/s6-overlay.md.
#
#   docker build -f docker/s6-overlay.Dockerfile -t hermes:s6-overlay \
#     --build-arg S6_OVERLAY_NOARCH_SHA256=… \
#     --build-arg S6_OVERLAY_MACHINE_SHA256=… docker
#
# HERMES_IMAGE is the image that hermes-entry and the gateway are copied from,
# BASE the base image. The two archives of an s6-overlay release are fetched
# from S6_OVERLAY_URL and must have the given checksums, which the project
# publishes next to them (FILE.sha256). BuildKit is not needed.
ARG HERMES_IMAGE=hermes:debian
ARG BASE=debian:bookworm-slim

FROM ${HERMES_IMAGE} AS programs


FROM debian:bookworm-slim AS overlay

RUN apt-get -q update \
 && DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Use-Pty=0 install \
      --no-install-recommends ca-certificates curl xz-utils \
 && rm -rf /var/lib/apt/lists/*

ARG S6_OVERLAY_VERSION=3.2.1.0
ARG S6_OVERLAY_URL=https://github.com/just-containers/s6-overlay/releases/download/v${S6_OVERLAY_VERSION}
ARG S6_OVERLAY_NOARCH_SHA256
ARG S6_OVERLAY_MACHINE_SHA256
# The second archive is for the machine that builds this image: its name
# contains the machine's `uname -m` (x86_64, aarch64).
RUN set -eu; \
    fetch() { \
      [ -n "$3" ] || { echo "build argument $2 is missing; its value is in" \
        "$S6_OVERLAY_URL/$1.sha256" >&2; exit 64; }; \
      curl --fail --silent --show-error --location --output "/tmp/$1" \
        "$S6_OVERLAY_URL/$1"; \
      echo "$3  /tmp/$1" | sha256sum --check --status || { \
        echo "$1 has the checksum $(sha256sum "/tmp/$1" | cut -d ' ' -f 1)," \
          "but $2 is $3: this is not the expected file" >&2; exit 65; }; \
      tar -C /overlay -Jxpf "/tmp/$1"; \
    }; \
    mkdir /overlay; \
    fetch s6-overlay-noarch.tar.xz S6_OVERLAY_NOARCH_SHA256 \
      "${S6_OVERLAY_NOARCH_SHA256:-}"; \
    fetch "s6-overlay-$(uname -m).tar.xz" S6_OVERLAY_MACHINE_SHA256 \
      "${S6_OVERLAY_MACHINE_SHA256:-}"


FROM ${BASE}

COPY --from=overlay /overlay/ /
COPY --from=programs /usr/local/bin/hermes-entry /usr/local/bin/hermes-entry
COPY --from=programs /opt/hermes/libexec/hermes /opt/hermes/libexec/hermes

# Boot scripts of the Python agent look for the name main-wrapper.sh in
# /proc/*/cmdline; the link keeps that name. s6-overlay does not pass the
# container's variables to boot scripts; with-contenv does. The boot script
# gives the data directory, but not its contents, to the ids that the gateway
# will have.
RUN set -eu; \
    getent group hermes >/dev/null || groupadd --gid 10000 hermes; \
    getent passwd hermes >/dev/null || useradd --uid 10000 --gid hermes \
      --home-dir /opt/data --no-create-home --shell /bin/bash \
      --comment Hermes hermes; \
    install -d -m 0755 -o hermes -g hermes /opt/data; \
    mkdir -p /opt/hermes/docker /etc/cont-init.d; \
    ln -sf /usr/local/bin/hermes-entry /opt/hermes/docker/main-wrapper.sh; \
    ln -sf hermes-entry /usr/local/bin/hermes; \
    printf '%s\n' '#!/command/with-contenv sh' \
      'uid=${HERMES_UID:-${PUID:-$(id -u hermes)}}' \
      'gid=${HERMES_GID:-${PGID:-$(id -g hermes)}}' \
      'case $uid:$gid in' \
      '  *[!0-9:]* | 0:* | *:0) ;; # hermes-entry reports the error' \
      '  *) chown -h "$uid:$gid" /opt/data ;;' \
      'esac' \
      'exec /usr/local/bin/hermes-entry --entry-reconcile' \
      >/etc/cont-init.d/50-hermes-entry; \
    chmod 0755 /etc/cont-init.d/50-hermes-entry

# If a boot script fails, s6-overlay reports it and still runs the command,
# which can make its own slot.
ENV HERMES_HOME=/opt/data \
    HERMES_BIN=/opt/hermes/libexec/hermes \
    S6_BEHAVIOUR_IF_STAGE2_FAILS=1 \
    PATH=/command:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
VOLUME /opt/data
EXPOSE 8642 9119
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --retries=3 \
  CMD ["/usr/local/bin/hermes-entry", "--entry-health"]
# ["/usr/local/bin/hermes-entry"] has the same result: as PID 1 it executes
# /init if /init is s6-overlay's.
ENTRYPOINT ["/init", "/opt/hermes/docker/main-wrapper.sh"]
