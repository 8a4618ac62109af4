#!/bin/sh
# Prints a Python of version 3.11 or newer; with TEPAI_PYTHON only that one is tried.
for name in ${TEPAI_PYTHON:-python3.11 python3.12 python3.13 python3 python}; do
  if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    echo "$name"
    exit 0
  fi
done
echo "✗ 找不到 Python 3.11 或更新版本，请先安装，或用 TEPAI_PYTHON 指明其路径。" >&2
echo "  Python 3.11 or newer was not found: install it, or name it in TEPAI_PYTHON." >&2
exit 1
