# Two commands: `make run` opens the atlas on this machine, `make test` checks it.
# `make run PORT=8502` takes another port. What they do stands in tools/, for a bare python3.
.POSIX:
PYTHON = python3

run:
	@exec $(PYTHON) -m tools.start

test:
	@exec $(PYTHON) -m tools.check

# the atlas beside its peers, in one run; writes benchmarks/results.md
bench:
	@$(PYTHON) -m tools.environment requirements-reference.txt
	@$(PYTHON) -m tools.browser
	@exec .venv/bin/python -m benchmarks

clean:
	rm -rf .venv

.PHONY: run test bench clean
