# kdd-tools: make help lists the verbs.
PREFIX	= /usr/local
BINDIR	= $(PREFIX)/bin
MANDIR	= $(PREFIX)/share/man
DATADIR	= $(PREFIX)/share/kdd-tools
COMPDIR	= $(PREFIX)/share/bash-completion/completions
CC	= cc
CFLAGS	?= -O2 -g
WARN	= -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes \
	  -Wpointer-arith -Wvla -Wformat=2
B	= build
export KDD_BUILD = $(CURDIR)/$B
# -ffp-contract=off: a model's bytes must not depend on the machine's FMA.
ALL_CFLAGS = -std=c11 -D_GNU_SOURCE -Ilib -Icmd $(WARN) $(CFLAGS) \
	     $(CPPFLAGS) -ffp-contract=off
LIBS	= -lcsv -lmd -lyajl -ldl -lm

# The library's modules from low to high: one includes only those before it.
MODULES	= error near packed version span word decimal num rng pace \
	  timeline latency buf wrap token utf8 json unescape arena dict \
	  schema statement names names_read guess classmap classes scan \
	  quoted row carry reader jsonrow header headline discover keys \
	  zeek source radix codes words plain numbers memo column table \
	  lookup intake recent tree roc curve score score_json cost gain \
	  impurity hist sorted split cut subset candidate decide fold \
	  audit grow prune weights train held validate alphas novel \
	  model loader load_schema load_tree model_read so describe \
	  report report_json learn predict verdict heading fields \
	  members why community moment eve alert emit_c probe proof \
	  emit_awk emit_sql emit_rules emit_json emit_dot emit_info
PROGRAMS = kdd-train kdd-compile kdd-classify kdd-score kdd-replay kdd-schema
# These have verbs of their own, and are installed if they were built.
OPTIONAL = kdd-kafka kdd-storm
SHARED	= cli cli_in cli_out cli_signal rows load tally judge judge_options \
	  prom metrics costs judged stamps sender choice memory labelled \
	  schemas training
VERSION	= $(shell sed -n 's/.*KDD_VERSION "\(.*\)".*/\1/p' lib/version.h)
DIST	= kdd-tools-$(VERSION)

LIB_OBJ	= $(patsubst %.c,$B/%.o,$(wildcard lib/*.c))
CMD_OBJ	= $(SHARED:%=$B/cmd/%.o)
BIN	= $(PROGRAMS:%=$B/%)
KAFKA	= $(patsubst %.c,$B/%.o,$(wildcard kafka/*.c)) \
	  $(patsubst %,$B/cmd/%.o,cli cli_in cli_out cli_signal prom)
STORM	= $(patsubst %.c,$B/%.o,$(wildcard storm/*.c))
UNIT	= $(patsubst %.c,$B/%,$(wildcard test/unit/*.c))
BENCH	= $(patsubst %.c,$B/%,$(filter-out %/bench.c %/csvjudge.c, \
	  $(wildcard test/bench/*.c)))

all: $(BIN)			## build the programs, into build/

$B/libkdd.a: $(LIB_OBJ)
	rm -f $@
	$(AR) rcs $@ $(LIB_OBJ)

# What an object depends on holds by whatever name $B goes.
$B/%.o: %.c Makefile
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -MMD -MP -MT '$$B/$*.o' -c -o $@ $<

$B/kdd-%: $B/cmd/kdd-%.o $(CMD_OBJ) $B/libkdd.a
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS)

$B/test/unit/%: $B/test/unit/%.o $B/libkdd.a
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS)

$B/test/bench/%: $B/test/bench/%.o $B/test/bench/bench.o $B/libkdd.a
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS)

$B/faults.so: test/faults.c
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -shared -fPIC -o $@ $< -ldl

kafka: $B/kdd-kafka		## build kdd-kafka, which needs librdkafka

$B/kdd-kafka: $(KAFKA) $B/libkdd.a
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ -lrdkafka $(LIBS)

storm: $B/kdd-storm		## build kdd-storm, a bolt of Apache Storm

$B/kdd-storm: $(STORM) $(CMD_OBJ) $B/libkdd.a
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS)

check: unit $B/faults.so	## run all tests that need no data and no net
	sh test/run.sh test/*.bats

unit: all $(UNIT)		## run the tests of the library
	sh test/run.sh $(UNIT)

# Programs and tests in build-asan/, with the sanitizers of address and UB.
asan:				## run make check under the sanitizers
	KDD_ASAN=1 $(MAKE) B=build-asan storm check CFLAGS="-O1 -g \
	    -fsanitize=address,undefined -fno-sanitize-recover=all"

lint:				## check includes, shell, pages, and by clang
	sh test/lint.sh $(MODULES)

golden: all			## write the expected outputs anew; see git diff
	sh test/golden.sh

models: all			## make models/*.kdt and their tables anew
	sh models/make.sh -u

pictures: all			## draw pictures/*.svg anew, but measure nothing
	sh pictures/make.sh

demo: all			## run examples/demo.sh without installing
	sh examples/demo.sh -n

fuzz: all			## run the fuzzers of test/fuzz for a while
	sh test/fuzz/run.sh $(RUNS)

bench-%: all $(BENCH)		## run test/bench/%: bench-read, ...
	sh test/bench/$*.sh $(RUNS)

bench-kafka bench-amanda: kafka

bench-storm: storm

check-storm: storm

check-%: all			## run test/slow/%: check-data (real data)
	sh test/run.sh test/slow/$*.bats $(wildcard test/slow/$*_*.bats)

install: all			## install into $(DESTDIR)$(PREFIX)
	mkdir -p $(DESTDIR)$(BINDIR)
	cp $(BIN) $(wildcard $(OPTIONAL:%=$B/%)) $(DESTDIR)$(BINDIR)
	for p in man/*.[157]; do \
		case " $(OPTIONAL:%=man/%.1) " in *" $$p "*) \
			b=$${p#man/}; [ -e $B/$${b%.1} ] || continue ;; \
		esac; \
		d=$(DESTDIR)$(MANDIR)/man$${p##*.}; \
		mkdir -p $$d && cp $$p $$d || exit 1; \
	done
	mkdir -p $(DESTDIR)$(DATADIR)
	cp models/*.kdt models/*.json $(DESTDIR)$(DATADIR)
	mkdir -p $(DESTDIR)$(COMPDIR)
	cp completions/kdd-tools $(DESTDIR)$(COMPDIR)
	for p in $(PROGRAMS) $(OPTIONAL); do \
		ln -sf kdd-tools $(DESTDIR)$(COMPDIR)/$$p || exit 1; \
	done

uninstall:			## take away what install put there
	for p in $(PROGRAMS) $(OPTIONAL); do \
		rm -f $(DESTDIR)$(BINDIR)/$$p; \
	done
	for p in man/*.[157]; do \
		rm -f $(DESTDIR)$(MANDIR)/man$${p##*.}/$${p#man/}; \
	done
	for m in models/*.kdt models/*.json; do \
		rm -f $(DESTDIR)$(DATADIR)/$${m#*/}; \
	done
	-rmdir $(DESTDIR)$(DATADIR)
	for p in kdd-tools $(PROGRAMS) $(OPTIONAL); do \
		rm -f $(DESTDIR)$(COMPDIR)/$$p; \
	done

# By tar.umask and gzip -n the same commit gives the same bytes.
dist:				## make kdd-tools-VERSION.tar.gz of HEAD
	git -c tar.umask=0022 archive --format=tar -o $(DIST).tar \
	    --prefix=$(DIST)/ HEAD
	gzip -9 -n -f $(DIST).tar
	@git diff --quiet HEAD || \
	    echo "dist: what is not committed is not in it" >&2

deb: dist			## make a Debian package of HEAD, in build/deb/
	rm -rf $B/deb
	mkdir -p $B/deb
	tar -xf $(DIST).tar.gz -C $B/deb
	cd $B/deb/$(DIST) && MAKEFLAGS= dpkg-buildpackage -us -uc

clean:				## take away what was built
	rm -rf build build-asan kdd-tools-*.tar.gz

help:				## list the verbs
	@sed -n 's/^\([a-z%-]*\):.*## \(.*\)/\1	\2/p' Makefile | expand -t 12

.PHONY: all kafka storm check unit asan lint golden models pictures demo fuzz \
    install uninstall dist deb clean help
.SECONDARY:
-include $(LIB_OBJ:.o=.d) $(CMD_OBJ:.o=.d) $(BIN:$B/%=$B/cmd/%.d) \
    $(UNIT:=.d) $(BENCH:=.d) $(KAFKA:.o=.d) $(STORM:.o=.d)
