# All of it is installers/setup.py, which also works where there is no make: python installers/setup.py run
PYTHON ?= python3

.PHONY: setup run test lint bench train-smoke
setup run test lint bench train-smoke:
	@$(PYTHON) installers/setup.py $@ $(ARGS)
