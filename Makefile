# make demo      build, serve an example cluster, capture it, change it, compare it, judge it
# make test      everything that is tested
# make figures   the evidence figures at their full size: kills, damage, hostile servers and archives, rights, leaks
# make release   a stripped binary with the Swift libraries inside
# make bench     measure it, with the floors of the same machine; writes Benchmarks/RESULTS.md
# All install what is missing on Debian 12; Swift 6.3 must be there.

BUILD = swift build -c release
SNAPCTL = $(shell swift build -c release --show-bin-path)/snapctl

.PHONY: demo readme test figures lint bench bench-smoke setup build clean

demo: build
	@SNAPCTL=$(SNAPCTL) bash Tests/demo.sh

readme: build
	@SNAPCTL=$(SNAPCTL) bash Tests/readme.sh

build: setup
	$(BUILD) --product snapctl

test: setup
	bash Tests/run.sh

# `make test` runs the same at a size for continuous integration. One of them alone: SNAPCTL_FIGURE_KILLS=500 make test
figures: setup
	$(BUILD) --build-tests
	SNAPCTL_FIGURES=1 swift test -c release --skip-build --filter \
	  'InterruptedCapture|HostileArchive|HostileServer|Completeness|ExecPlugin|ExitStatus|BadInput|Leak|StateArgument'

lint:
	swift format lint --strict --recursive --parallel Sources Tests Package.swift

bench: build
	python3 Benchmarks/bench.py --snapctl $(SNAPCTL)

bench-smoke: build
	python3 Benchmarks/bench.py --snapctl $(SNAPCTL) --objects 300 --runs 1

setup:
	@bash Tests/setup.sh

clean:
	swift package clean
