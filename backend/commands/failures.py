"""Why a command ends early."""


class CommandError(Exception):
    """A command cannot go on; the text says what is wrong and what to do, in both languages."""
