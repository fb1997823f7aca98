# The image hermes:distroless: the gateway, supervised by s6, and nothing else.
# No shell, no package manager, no setuid file.
#
#   docker build -f docker/distroless.Dockerfile -t hermes:distroless .
#
# needs Docker and a network, nothing else. --build-arg BASE=IMAGE puts the same
# onto a distroless image of your own instead of onto nothing; BuildKit wants one
# in which /lib is a directory and no link, as in those of Debian 12.
#
# As in docker/Dockerfile the stages before `builder` are all of the image but
# our two programs, which docker/Dockerfile.prebuilt adds where they were built
# outside of Docker; neither RUN --mount nor COPY --chmod is used.
ARG BASE=scratch


FROM debian:bookworm-slim AS root

RUN apt-get -q update \
 && DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Use-Pty=0 install \
      --no-install-recommends ca-certificates s6 tzdata \
 && rm -rf /var/lib/apt/lists/*
COPY docker/setup/distroless-root /
RUN /distroless-root /image && mkdir /empty


FROM ${BASE} AS runtime

COPY --from=root /image/ /
COPY --from=root --chown=10000:10000 /empty/ /opt/data/

# hermes-entry, started as root, prepares and gives root up; a base may have
# another user.
USER 0
ENV HERMES_HOME=/opt/data \
    HERMES_BIN=/opt/hermes/libexec/hermes \
    PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
LABEL org.opencontainers.image.title="hermes" \
      org.opencontainers.image.description="The Hermes gateway, supervised by s6 under hermes-entry, without a shell" \
      org.opencontainers.image.licenses="MIT"
VOLUME /opt/data
EXPOSE 8642 9119
STOPSIGNAL SIGTERM
WORKDIR /
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --retries=3 \
  CMD ["/usr/local/bin/hermes-entry", "--entry-health"]
ENTRYPOINT ["/usr/local/bin/hermes-entry"]
CMD []


FROM debian:bookworm-slim AS builder

COPY docker/setup/packages /src/docker/setup/packages
RUN /src/docker/setup/packages build && rm -rf /var/lib/apt/lists/*
COPY . /src
WORKDIR /src
RUN docker/setup/programs /out


FROM runtime AS final
COPY --from=builder /out/ /
