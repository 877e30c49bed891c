# `make` lists what there is; .ci/setup installs what a target needs.
RID := linux-$(if $(filter aarch64,$(shell uname -m)),arm64,x64)
ARM64 = $(findstring arm64,$@)
# What the executable is made of; the directories, since a file may be taken away.
SOURCES := $(shell find plugin guides health.d -name bin -prune -o -name obj -prune -o -path 'plugin/Packaging/*' -type d -prune -o -name pack -o -print 2>/dev/null) $(wildcard Directory.*) .ci/line-length .clang-format .editorconfig

.PHONY: help run build arm64 deb rpm tarball reproducible test fuzz soak kernels bench storm install uninstall golden format

help:
	@sed -n 's/^\([a-z0-9]*\):.*## /  make \1\t/p' Makefile | expand -t 18

# What cannot be installed is told, and tests/Agent/run does with what there is.
run: ## a private Netdata agent with the plugin, on 127.0.0.1, until Ctrl-C
	@if .ci/setup build; then $(MAKE) --no-print-directory build; fi; .ci/setup agent; exec tests/Agent/run

build: out/tcp-resets.plugin ## the executable, out/tcp-resets.plugin
	@:
out/tcp-resets.plugin out/arm64/tcp-resets.plugin: $(SOURCES)
	@.ci/setup $(or $(ARM64),build)
	@echo 'building $@ ...'
	@dotnet publish plugin -c Release --nologo -v quiet -r $(if $(ARM64),linux-arm64,$(RID)) -o $(@D)
	@touch $@

arm64: out/arm64/tcp-resets.plugin ## the same for arm64, out/arm64/tcp-resets.plugin, tried in an emulator
	@tests/Arm64/boot

deb: ## Debian packages of both architectures, out/*.deb
rpm: ## the same for rpm
tarball: ## archives to unpack anywhere, out/*.tar.gz
deb rpm tarball: build out/arm64/tcp-resets.plugin
	@.ci/setup packages && plugin/Packaging/pack $@
reproducible: deb rpm tarball ## build all of it again, elsewhere and later, and compare to the byte
	@tests/Packages/again

test: build deb rpm tarball ## all tests; the last line counts them
	@.ci/setup test && .ci/test
fuzz: ## read what chance makes, on every way that it finds, for SECONDS=60; FUZZ=history for one target
	@.ci/setup build && tests/Fuzz/run $(or $(SECONDS),60) $(FUZZ)
soak: build ## an agent under a storm, and one thing going wrong after the other, for MINUTES=10; as root
	@.ci/setup test && tests/Soak/run $(or $(MINUTES),10)
kernels: ## the rows of tests/Scenarios on Debian's other kernels, in an emulator; KERNELS=5.10 for one
	@tests/OtherKernel/play $(KERNELS)
bench: build ## what a second and a reset cost, beside other ways; BENCH=table for one part
	@.ci/setup bench && dotnet run --project tests/Benchmarks -c Release -- tests/Benchmarks out/tcp-resets.plugin $(BENCH)
storm: ## make resets happen, bounded, on loopback: for make run
	@dotnet run --project tests/Storm -c Release -- $(STORM)

install: build ## put it into the Netdata of this machine
uninstall: build ## take it away again
install uninstall:
	out/tcp-resets.plugin $@ $(INSTALL)
golden: build deb rpm tarball ## rewrite the expected outputs of the tests; review the diff
	@GOLDEN=rewrite .ci/test --filter-trait rewrites=golden
format: ## mend the style of the sources, which the build checks
	@.ci/setup build
	dotnet format && clang-format -i plugin/Kernel/Programs/*.[ch] plugin/*/*.c tests/*/*.c
