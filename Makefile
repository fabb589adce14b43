# Two commands: `make run` opens the atlas on this machine, `make test` checks it.
# `make run PORT=8502` takes another port. What they do stands in tools/, for a bare python3.
.POSIX:
PYTHON = python3

run:
	@exec $(PYTHON) -m tools.start

# what the public sees, from a published file alone: make run-public FILE=var/public.sqlite
run-public:
	@exec $(PYTHON) -m tools.start_public "$(FILE)"

test:
	@exec $(PYTHON) -m tools.check

# kills in the midst of imports, 500 of them; fewer: make torture KILLS=50
torture:
	@$(PYTHON) -m tools.environment requirements-dev.txt
	@exec .venv/bin/python -m tools.torture $(KILLS)

# the atlas beside its peers, in one run; writes benchmarks/results.md
bench:
	@$(PYTHON) -m tools.environment requirements-reference.txt
	@$(PYTHON) -m tools.browser
	@exec .venv/bin/python -m benchmarks

clean:
	rm -rf .venv

.PHONY: run run-public test torture bench clean
