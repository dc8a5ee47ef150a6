# make demo      build, serve an example cluster, capture it, change it, compare it, judge it
# make test      everything that is tested
# make figures   the evidence figures at their full size: kills, damage, hostile servers and archives, rights, leaks
# make fuzz      every fuzz target with AddressSanitizer, for SECONDS=600 each
# make asan      the tests that read what others wrote, under AddressSanitizer; make tsan: under ThreadSanitizer
# make release   a stripped binary with the Swift libraries inside
# make dist      the artifacts of a release in .build/dist; make dist-check: each is accepted by those who read it
# make pipelines ci/ as its platforms run it
# make documents every block of the documents is run; make readme, make commands: what is made of the program's output, anew
# make fresh-machine   `make demo` and `make test` on a Debian 12 that has nothing but Swift
# make coverage  how much of each folder the tests run
# make example   Examples/ as a package of another name against the built libraries; make example-clean: with SwiftPM, all built anew
# make docc      the documentation of the libraries, in .build/docs
# make screenshots  pictures of the terminal and of HTML pages, to look at, in .build/screenshots
# make bench     measure it, with the floors of the same machine; writes Benchmarks/RESULTS.md
# make oracle    hold two builds against each other on 100,000 pairs of objects: OLD=path NEW=path
# All install what is missing on Debian 12; Swift 6.3 has to be installed.

BUILD = swift build -c release
SNAPCTL = $(shell swift build -c release --show-bin-path)/snapctl

.PHONY: docc example example-clean dist dist-check pipelines fresh-machine coverage install demo readme screenshots test test-full figures fuzz asan tsan lint bench bench-large bench-smoke oracle oracle-record oracle-smoke release setup build clean

demo: build
	@SNAPCTL=$(SNAPCTL) bash Tests/demo.sh

readme: build
	@SNAPCTL=$(SNAPCTL) bash Tests/readme.sh

screenshots: build
	@bash Tests/setup.sh test
	@SNAPCTL=$(SNAPCTL) python3 Tests/screenshots.py .build/screenshots

build: setup
	@[ -e .build/release/snapctl ] || echo "Compiling snapctl and the packages it uses: 12 to 20 minutes on" \
	    "two cores, nearly all of it libraries, and only the first time. [12/900] below counts the steps."
	$(BUILD) --product snapctl

test:
	@bash Tests/setup.sh test
	bash Tests/run.sh

# `make test` runs the same at a size for continuous integration. One of them alone: SNAPCTL_FIGURE_KILLS=500 make test
figures:
	@bash Tests/setup.sh test
	$(BUILD) --build-tests
	SNAPCTL_FIGURES=1 swift test -c release --skip-build --filter \
	  'InterruptedCapture|HostileArchive|HostileServer|Completeness|ExecPlugin|ExitStatus|BadInput|Leak|StateArgument|Determinism|Seal|Timestamp|PythonPeer|VerifyDocument|Age|Lineage|ConsistencyProof|Clock|OutputFile|PlantedSecret|UnusualCredential|Hostile|Truth|Mutation|ComparisonProperty|Disguise'

# Every turned bit, every planted value, a thousand snapshots: hours instead of minutes.
test-full:
	@bash Tests/setup.sh test
	SNAPCTL_FULL=1 bash Tests/run.sh

# Every fuzz target for that many seconds, with AddressSanitizer; TARGETS names some of them. An input that breaks a promise,
# traps, hangs or takes too much memory is kept in .build/fuzz/found, and named at the end, which fails then. Put it among the
# seeds in Tests/Fuzz/Seeds: every test run replays them. swiftc takes the last -sanitize only, so that one names both.
SECONDS = 600
TARGETS = json yaml tar zstd der baseline audit kubeconfig index redact compare
fuzz: SHELL = bash
fuzz: setup
	SNAPCTL_FUZZ=1 swift build --scratch-path .build/fuzz --sanitize=fuzzer --sanitize=address -Xswiftc -sanitize=fuzzer,address \
	  -Xswiftc -O --product fuzz
	@mkdir -p .build/fuzz/found; failed=; \
	for target in $(TARGETS); do \
	  mkdir -p .build/fuzz/corpus/$$target; echo "$$target"; \
	  SNAPCTL_FUZZ_TARGET=$$target .build/fuzz/debug/fuzz -max_total_time=$(SECONDS) -timeout=10 -rss_limit_mb=4096 \
	    -print_final_stats=1 -artifact_prefix=.build/fuzz/found/$$target- \
	    .build/fuzz/corpus/$$target Tests/Fuzz/Seeds/$$target 2>&1 | { grep -v '^#' || true; }; \
	  [ $${PIPESTATUS[0]} -eq 0 ] || { echo "$$target ended with a finding or an error" >&2; failed=1; }; \
	done; \
	for input in .build/fuzz/found/*; do [ ! -e "$$input" ] || { echo "found: $$input" >&2; failed=1; }; done; \
	[ -z "$$failed" ]

# The tests that FILTER names, under AddressSanitizer or ThreadSanitizer. In build folders of their own.
FILTER = FuzzSeed|Hostile|Redact|Credential|IssuedKey|TokenText|SecretCopy|ArchiveTests|JSON|YAML
asan:
	@bash Tests/setup.sh test
	swift test --scratch-path .build/asan --sanitize=address --filter '$(FILTER)'

tsan:
	@bash Tests/setup.sh test
	swift test --scratch-path .build/tsan --sanitize=thread --filter '$(FILTER)|Capture|Serve|FanOut'

lint:
	swift format lint --strict --recursive --parallel Sources Tests Examples/Package.swift Examples/Sources Package.swift

# Seconds, for it takes the modules and objects that `make build` made.
example: build
	@python3 Tests/libraries.py example

# A clean checkout as SwiftPM sees it: a quarter of an hour, as the libraries are built again.
example-clean: setup
	swift build --package-path Examples --scratch-path .build/example-clean
	cd Examples && ../.build/example-clean/debug/compare-states . ../.build/example-clean/after.tar.zst | grep -x 'shop: DRIFT .*'

docc: build
	@python3 Tests/libraries.py docc

bench: release
	python3 Benchmarks/bench.py --snapctl .build/snapctl --write Benchmarks/RESULTS.md

# 200,000 objects, once: a quarter of an hour, 5 GB.
bench-large: release
	python3 Benchmarks/large.py --snapctl .build/snapctl --write Benchmarks/LARGE.md

bench-smoke: build
	python3 Benchmarks/allocations.py --snapctl $(SNAPCTL)
	python3 Benchmarks/bench.py --snapctl $(SNAPCTL) --objects 300 --runs 1

# What two builds say of the same objects, the example and, with SNAPCTL_RECORDINGS, recordings. ORACLE: more options.
oracle:
	python3 Benchmarks/oracle/oracle.py --old $(OLD) --new $(NEW) $(ORACLE)

# What one build says of the project's own states and of some pairs, against Benchmarks/oracle/expected.json.
oracle-smoke: build
	SNAPCTL=$(SNAPCTL) python3 -m unittest discover -s Benchmarks/oracle
	python3 Benchmarks/oracle/oracle.py --snapctl $(SNAPCTL)

oracle-record: build
	python3 Benchmarks/oracle/oracle.py --snapctl $(SNAPCTL) --record

# In a build folder of its own: the libraries are built again.
release: setup
	swift build -c release --static-swift-stdlib --product snapctl --scratch-path .build/static
	strip -o .build/snapctl $$(swift build -c release --static-swift-stdlib --scratch-path .build/static --show-bin-path)/snapctl
	@ls -l .build/snapctl
	@ldd .build/snapctl

# What is needed and what it takes is told in packaging/dist.sh.
dist:
	@bash packaging/dist.sh

dist-check:
	@bash packaging/check.sh
	@bash Tests/install.sh

pipelines: build
	@bash Tests/setup.sh consumers
	@SNAPCTL=$(SNAPCTL) .build/consumers/bin/python Tests/pipelines.py

.PHONY: commands documents
# docs/commands.md, of the program's own help.
commands: build
	@SNAPCTL=$(SNAPCTL) python3 Tests/commands.py

# Every block of the documents, run as a reader would; the links; what is made of the program's output is current.
documents: build
	@SNAPCTL=$(SNAPCTL) bash Tests/readme.sh check
	@SNAPCTL=$(SNAPCTL) bash Tests/guide.sh
	@SNAPCTL=$(SNAPCTL) bash Tests/stages.sh
	@SNAPCTL=$(SNAPCTL) bash Tests/documents.sh
	@SNAPCTL=$(SNAPCTL) bash Tests/first_ten_minutes.sh
	@SNAPCTL=$(SNAPCTL) python3 Tests/commands.py check
	@python3 Tests/links.py

# Root, a network and an hour.
fresh-machine:
	@bash packaging/fresh-machine.sh

# A build of its own: a quarter of an hour more than continuous integration has.
coverage: setup
	swift test --scratch-path .build/coverage --enable-code-coverage --skip BrowserTests
	@python3 Tests/coverage.py "$$(swift test --scratch-path .build/coverage --show-codecov-path)"

setup:
	@bash Tests/setup.sh

# The binary, the kubectl plugin, completions and the man page below PREFIX.
PREFIX ?= /usr/local
install: build
	install -Dm755 $(SNAPCTL) $(DESTDIR)$(PREFIX)/bin/snapctl
	ln -sf snapctl $(DESTDIR)$(PREFIX)/bin/kubectl-snapctl
	mkdir -p $(DESTDIR)$(PREFIX)/share/man/man1 $(DESTDIR)$(PREFIX)/share/bash-completion/completions \
	    $(DESTDIR)$(PREFIX)/share/zsh/site-functions $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d
	$(SNAPCTL) manual > $(DESTDIR)$(PREFIX)/share/man/man1/snapctl.1
	$(SNAPCTL) --generate-completion-script bash > $(DESTDIR)$(PREFIX)/share/bash-completion/completions/snapctl
	$(SNAPCTL) --generate-completion-script zsh > $(DESTDIR)$(PREFIX)/share/zsh/site-functions/_snapctl
	$(SNAPCTL) --generate-completion-script fish > $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/snapctl.fish

clean:
	swift package clean
