"""One address for one page of the web, however it was shared.

Two forms: the address without what only follows readers around, which one may open, and the
canonical one, made to be compared: it may lead nowhere.
"""

import re
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlencode, urlsplit, urlunsplit

#: What newsletters, networks and advertisers add to know where a reader comes from. None
#: chooses what the page shows.
TRACKERS = re.compile(
    r"utm_\w+|mtm_\w+|pk_(?:campaign|kwd|source|medium|content)|piwik_\w+|matomo_\w+|hsa_\w+|"
    r"(?:fb|g|d|ms|tw|li|yc|wbra|gbra|ttc)clid|gclsrc|_ga|_gl|mc_(?:cid|eid)|mkt_tok|igshid|igsh|"
    r"_hs(?:enc|mi)|vero_(?:id|conv)|oly_(?:anon|enc)_id|wt_mc|wt_zmc|xtor|at_(?:medium|campaign)|"
    r"s_cid|cmpid|ncid|sc_campaign|trk|trackingId|ref_src|ref_url|__twitter_impression|feature|si",
    re.IGNORECASE,
)
#: These two say something elsewhere; on the sites named they follow readers.
_ONLY_ON = {
    "feature": ("youtube.com", "youtu.be"),
    "si": ("youtube.com", "youtu.be", "spotify.com"),
}
#: Names of machines in front of one and the same site.
_FRONTS = re.compile(r"^(?:www\d?|m|mobile|amp)\.(?=[^.]+\.)")
#: A name with a dot and, at its end, letters; perhaps a port and what follows. No « @ »: a mailbox.
_BARE = re.compile(r"(?:[\w-]{1,63}\.){1,8}[^\W\d_]{2,63}(?::\d{1,5})?(?:[/?#][^\s<>\"]*)?")
#: Fragments by which some sites choose the page itself.
_ROUTE = re.compile(r"^[!/]")
_PORTS = {"http": 80, "https": 443}
#: Characters that mean the same written or escaped (RFC 3986, 2.3), and what a path may hold.
_PLAIN = "/:@!$&'()*+,;=~"


def without_trackers(address: str) -> str:
    """The address, without what follows readers around; as it is when it cannot be read."""
    parts = _split(address)
    return address if parts is None else urlunsplit(_cleared(parts))


def _cleared(parts: SplitResult) -> SplitResult:
    pairs = _pairs(parts)
    kept = [pair for pair in pairs if not _is_tracker(pair[0], parts.hostname or "")]
    query = parts.query if len(kept) == len(pairs) else urlencode(kept)
    fragment = "" if parts.fragment.startswith((":~:", "xtor=", "utm_")) else parts.fragment
    return parts._replace(query=query, fragment=fragment)


def assumed_https(address: str) -> str:
    """An address typed without its beginning (« exemple.fr/page »), with it; others as they are."""
    typed = address.strip()
    return f"https://{typed}" if _BARE.fullmatch(typed) else address


def canonical_address(address: str) -> str:
    """The form to compare: the same for all ways to write and to share one page."""
    found = _split(address.strip())
    if found is None:
        return address.strip()
    parts = _cleared(found)
    host = _FRONTS.sub("", (parts.hostname or "").rstrip("."))
    port = _port(parts)
    if port and port not in _PORTS.values():
        host = f"{host}:{port}"
    path = quote(unquote(parts.path), safe=_PLAIN).rstrip("/")
    fragment = parts.fragment if _ROUTE.match(parts.fragment) else ""
    return urlunsplit(("https", host, path, urlencode(sorted(_pairs(parts))), fragment))


def same_site(one: str, other: str) -> bool:
    """Whether both are on one machine, or on fronts of it."""
    first, second = _split(one), _split(other)
    if first is None or second is None:
        return False
    hosts = [_FRONTS.sub("", parts.hostname or "") for parts in (first, second)]
    return hosts[0] == hosts[1]


def host_of(address: str) -> str:
    """The name of the site, without « www. »; "" when there is none."""
    parts = _split(address)
    return (parts.hostname or "").removeprefix("www.") if parts else ""


def _split(address: str) -> SplitResult | None:
    try:
        parts = urlsplit(address)
        if parts.scheme.lower() not in _PORTS or not parts.hostname:
            return None
    except ValueError:  # brackets that do not close
        return None
    return parts


def _port(parts: SplitResult) -> int | None:
    try:
        return parts.port
    except ValueError:
        return None


def _pairs(parts: SplitResult) -> list[tuple[str, str]]:
    if not parts.query:
        return []
    try:
        return parse_qsl(parts.query, keep_blank_values=True, max_num_fields=200)
    except ValueError:  # more than any page asks for
        return [(parts.query, "")]


def _is_tracker(name: str, host: str) -> bool:
    if name.lower() in _ONLY_ON:
        return host.lower().endswith(_ONLY_ON[name.lower()])
    return bool(TRACKERS.fullmatch(name))
