# kdd-tools in containers: rows on stdin, alerts on stdout
#
#	docker build -t kdd-tools .
#	docker run --rm -i --read-only kdd-tools \
#	    kdd-classify -m /usr/share/kdd-tools/dos.kdt <rows >alerts
#
# All programs on Debian, with sh for pipelines; or, by --target static, some of
# them on nothing.  Podman wants --format docker, or it drops the health check.
# See examples/containers/README.md.

FROM debian:bookworm-slim AS build
WORKDIR /src
COPY test/packages.sh test/
RUN sh test/packages.sh build kafka
COPY . .
RUN make CFLAGS="-O2 -s" all kafka storm && \
    make CFLAGS="-O2 -s" PREFIX=/usr DESTDIR=/out install && \
    rm -rf /out/usr/share/man /out/usr/share/bash-completion && \
    install examples/containers/healthy.sh /out/usr/bin/kdd-healthy

# A static program loads no shared objects, and kdd-compile wants a compiler.
FROM build AS build-static
RUN make B=static CFLAGS="-O2 -s" CPPFLAGS=-DKDD_STATIC LDFLAGS=-static \
    LIBS="-lcsv -lmd -lyajl_s -lm" PROGRAMS="kdd-classify kdd-replay \
    kdd-schema kdd-score kdd-train" all && \
    rm /out/usr/bin/* && install -t /out/usr/bin static/kdd-*

FROM scratch AS static
COPY --from=build-static /out /
ENV PATH=/usr/bin
USER 65534:65534
CMD ["kdd-classify", "-h"]

FROM debian:bookworm-slim
RUN apt-get update -qq && \
    apt-get install -y -qq --no-install-recommends \
    libcsv3 libmd0 librdkafka1 libyajl2 && \
    rm -rf /var/lib/apt/lists/* /var/cache/apt/* /var/log/apt \
    /var/log/dpkg.log && \
    install -d -o 65534 -g 65534 /var/lib/kdd-tools
COPY --from=build /out /
WORKDIR /tmp
USER 65534:65534
HEALTHCHECK --start-period=10s --timeout=5s CMD ["kdd-healthy"]
CMD ["kdd-classify", "-h"]
