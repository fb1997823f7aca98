# The image hermes:distroless: the gateway, supervised by s6, without a shell, a
# package manager or a setuid file.
#
#   docker build -f docker/distroless.Dockerfile -t hermes:distroless .
#
# needs only Docker and a network. --build-arg BASE=IMAGE uses a distroless
# image of your own as the base instead of an empty one; BuildKit needs a base
# in which /lib is a directory and not a link, as in Debian 12's.
#
# As in docker/Dockerfile, the stages before `builder` are the whole image
# except our two programs. If these were built outside Docker,
# docker/Dockerfile.prebuilt adds them. This file uses neither RUN --mount nor
# COPY --chmod.
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

# hermes-entry has to start as root: it prepares the container and then drops
# root. The base image may have another user.
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
