"""Rules of the commitments (clauses 6.1.1, A2, A3)."""

from backend.platform.rules import Verdict, failed, passed, rule


@rule(id="COM-01", title="须签署现行版本的承诺书", clause="6.1.1")
def current_commitment(signed_hash: str, current_hash: str) -> Verdict:
    """The signature binds to the text in force, not to an older version."""
    if signed_hash != current_hash:
        return failed("承诺书已更新，请重新阅读并签署现行版本后再提交。")
    return passed()
