# kdd-tools in a container: rows on stdin, alerts on stdout
#
#	docker build -t kdd-tools .
#	docker run --rm -i --read-only kdd-tools \
#	    kdd-classify -m /usr/share/kdd-tools/dos.kdt <rows >alerts

FROM debian:bookworm-slim AS build
WORKDIR /src
COPY . .
RUN sh test/packages.sh build && \
    make CFLAGS="-O2 -s" PREFIX=/usr DESTDIR=/out install && \
    rm -rf /out/usr/share/man /out/usr/share/bash-completion

# Not static and from scratch: a static program cannot be relied on to load
# models that are shared objects, and pipelines need a shell.
FROM debian:bookworm-slim
RUN apt-get update -qq && \
    apt-get install -y -qq --no-install-recommends libcsv3 libmd0 libyajl2 && \
    rm -rf /var/lib/apt/lists/* /var/cache/apt/* /var/log/apt /var/log/dpkg.log
COPY --from=build /out /
WORKDIR /tmp
USER 65534:65534
CMD ["kdd-classify", "-h"]
