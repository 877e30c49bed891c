# `make` lists what there is; .ci/setup installs what a target needs.
CONFIGURATION := Release
RID := linux-$(if $(filter aarch64,$(shell uname -m)),arm64,x64)
PUBLISH := dotnet publish plugin -c $(CONFIGURATION) -r $(RID) -o out --nologo -v quiet

.PHONY: help run build test bench storm install uninstall golden format

help:
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' Makefile | expand -t 18

run: build ## a private Netdata agent with the plugin, on 127.0.0.1, until Ctrl-C
	@.ci/setup agent && tests/Agent/run

build: ## the executable, out/tcp-resets.plugin
	@.ci/setup build
	@echo 'building out/tcp-resets.plugin ...'
	@$(PUBLISH)

test: build ## all tests; the last line counts them
	@.ci/setup test
	@.ci/test

bench: build ## what a tick costs, beside the same in C, python3 and bash
	@.ci/setup bench
	@dotnet run --project tests/Benchmarks -c Release

storm: ## make resets happen, bounded, on loopback: for make run
	@dotnet run --project tests/Storm -c Release -- $(STORM)

install: build ## put it into the Netdata of this machine
	out/tcp-resets.plugin install $(INSTALL)

uninstall: build ## take it away again
	out/tcp-resets.plugin uninstall $(INSTALL)

golden: build ## rewrite the expected outputs of the tests; review the diff
	@GOLDEN=rewrite .ci/test

format: ## check the style of the sources
	dotnet format --verify-no-changes
