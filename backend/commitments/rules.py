"""Rules of the commitments (clauses 6.1.1, A2, A3)."""

from backend.platform.rules import Verdict, failed, passed, rule


@rule(id="COM-01", title="须签署现行版本的承诺书", clause="6.1.1")
def current_commitment(signed_hash: str, current_hash: str) -> Verdict:
    """The signature binds to the text in force, not to an older version."""
    if signed_hash != current_hash:
        return failed("承诺书已更新，请重新阅读并签署现行版本后再提交。")
    return passed()


@rule(id="COM-02", title="承诺书须本人署名", clause="6.1.1")
def signed_by_name(signer_name: str, expected: str) -> Verdict:
    """The typed name is that of the person, or of the legal representative."""
    if signer_name.strip() != expected.strip():
        return failed(f"署名应为“{expected}”，请核对后重新签署。")
    return passed()
