"""Whether a message comes from whom it says, as far as the house's mail server has found out."""

import re
from email.message import EmailMessage

#: Quoted strings and comments, in which a sender can have put anything.
_ASIDE = re.compile(r'"(?:[^"\\]|\\.)*"|\((?:[^()\\]|\\.)*\)')
#: One check that was passed, and the domain for which it stands.
_PASSED = re.compile(r"^(dmarc|auth|dkim|spf)=pass(?:\s|$)")
_DOMAIN = {
    "dkim": re.compile(r"\bheader\.(?:d|i)=(?:[^\s@]*@)?([\w.-]+)"),
    "spf": re.compile(r"\bsmtp\.mailfrom=(?:[^\s@]*@)?([\w.-]+)"),
}


def is_forged(message: EmailMessage) -> bool:
    """Whether the mail server found that the sender is somebody else."""
    said = _results(message)
    return "dmarc=fail" in said or ("spf=fail" in said and "dkim=pass" not in said)


def is_verified(message: EmailMessage, sender: str, *, by: str) -> bool:
    """Whether the mail server that writes as ``by`` (RFC 8601) found the sender genuine.

    A signature or an envelope counts for its own domain alone: anybody can sign for another.
    """
    name, *checks = _ASIDE.sub("", _ASIDE.sub("", _results(message))).split(";")
    if name.split()[:1] != [by.lower()]:
        return False
    domain = sender.rpartition("@")[2]
    return any(_vouches(check.strip(), domain) for check in checks)


def _vouches(check: str, domain: str) -> bool:
    passed = _PASSED.match(check)
    if passed is None:
        return False
    where = _DOMAIN.get(passed[1])
    if where is None:  # of the address that readers see, or of whoever signed in to send
        return True
    found = where.search(check)
    return found is not None and (domain == found[1] or domain.endswith(f".{found[1]}"))


def _results(message: EmailMessage) -> str:
    """What the mail server of the house wrote on top; anybody may write below."""
    results = message.get_all("Authentication-Results", [])
    return str(results[0]).lower() if results else ""
