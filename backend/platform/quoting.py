"""What somebody wrote, where a message repeats it: the inbox shows it, no mail carries it.

A reason typed into a form may name people. It is marked where the sentence is made, with the
characters Unicode has for a piece of foreign text, and the marks go before anything is stored.
"""

import re

OPEN, CLOSE = "\u2068", "\u2069"
ELSEWHERE = "（内容请登录平台查看）"
_MARKS = re.compile(f"[{OPEN}{CLOSE}]")
_QUOTED = re.compile(f"{OPEN}[^{CLOSE}]*{CLOSE}")


def quoted(text: str) -> str:
    """Somebody's words, for the text of a message."""
    return f"{OPEN}{_MARKS.sub('', text)}{CLOSE}"


def shown(text: str) -> str:
    """The whole text, as the inbox has it."""
    return _MARKS.sub("", text)


def left_out(text: str) -> str:
    """The text without anybody's words, as it may leave the platform."""
    return _QUOTED.sub(ELSEWHERE, text)
