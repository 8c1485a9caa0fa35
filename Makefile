# Thin aliases: what they do stands in packaging/bootstrap.py. Words for the command go into ARGS, e.g. make test ARGS="-k search".
PYTHON ?= python3
BOOTSTRAP = $(PYTHON) packaging/bootstrap.py
GPU_FLAG = $(if $(GPU),--gpu)

.PHONY: run test check demo setup screenshots bench-host bench bench-capture bench-crash bench-store bench-import bench-search bench-babble bench-consolidation bench-ask bench-answers translations bench-monkey bench-window
.DEFAULT_GOAL := run

run:         ## set up if needed, then open the window (without a display: show the main job on a virtual one)
	@$(BOOTSTRAP) run $(GPU_FLAG) $(ARGS)

test:        ## set up if needed, then run the tests
	@$(BOOTSTRAP) test $(GPU_FLAG) $(ARGS)

check:       ## linter, formatter, types, layers
	@$(BOOTSTRAP) check $(ARGS)

demo:        ## open the window on a made-up week in a throw-away memory
	@$(BOOTSTRAP) demo $(ARGS)

screenshots: ## every page of the window in every state, and a contact sheet a page (ARGS="--only timeline"; ARGS=--approve: what tests compare with)
	@$(BOOTSTRAP) screenshots $(ARGS)

bench:       ## the long measurements: how well questions find their moments (ARGS="--messages DIR" for more sets)
	@$(BOOTSTRAP) bench $(ARGS)

bench-capture: ## the scripted desk: what recording finds, costs and keeps, beside the rules of four other programs
	@$(BOOTSTRAP) bench-capture $(ARGS)

bench-crash: ## kill processes that work on a memory, 500 times, and look at what is left (ARGS=--machine: random steps against a model)
	@$(BOOTSTRAP) bench-crash $(ARGS)

bench-store: ## a memory of a million passages: opening, forgetting an hour, ageing, and the searches beside that
	@$(BOOTSTRAP) bench-store $(ARGS)

bench-import: ## messages a second into a new memory, and beside the embedder alone on the same text (ARGS="--messages 1000000")
	@$(BOOTSTRAP) bench-import $(ARGS)

bench-search: ## how long searches take among ten thousand, a hundred thousand and a million passages, beside FTS5 and a plain cosine
	@$(BOOTSTRAP) bench-search $(ARGS)

bench-host:  ## the model host with the real llama.cpp: loading, streaming, stopping, forms, letting go, kill -9 (ARGS=--quick: no large file)
	@$(BOOTSTRAP) bench-host $(ARGS)
bench-babble: ## a thousand wrong answers of a model, and what the memory keeps of them
	@$(BOOTSTRAP) bench-babble $(ARGS)

bench-consolidation: ## what making memories of the demo week costs without a model, and how long a question waits meanwhile
	@$(BOOTSTRAP) bench-consolidation $(ARGS)

bench-ask:   ## answers of any reader with no, our, the gold and all evidence: MODEL=file.gguf or http://127.0.0.1:11434 (ARGS="--messages DIR --limit 50")
	@$(BOOTSTRAP) bench-ask $(if $(MODEL),--model "$(MODEL)") $(ARGS)

bench-answers: ## how soon a computed or quoted answer is there among a hundred thousand passages
	@$(BOOTSTRAP) bench-answers $(ARGS)

bench-monkey: ## random keys, clicks, drags and resizes over all pages while recording (ARGS="--actions 20000 --seed 7")
	@$(BOOTSTRAP) bench-monkey $(ARGS)

bench-window: ## a year of memory, a million moments: how soon the window is up, its frames and stalls, what it holds (ARGS="--seconds 600")
	@$(BOOTSTRAP) bench-window $(ARGS)

translations: ## collect the window's texts into ui/translations and compile them; lists what has no German yet
	@$(BOOTSTRAP) translations $(ARGS)

setup:       ## only set up
	@$(BOOTSTRAP) setup $(GPU_FLAG) $(ARGS)
