"""The connection to the server: one per process, bounded waits, errors with our names."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

from elastic_transport import ConnectionTimeout, SerializationError, TransportError
from elastic_transport.client_utils import url_to_node_config
from elasticsearch import ApiError, Elasticsearch, NotFoundError

from search.breaker import Breaker
from search.deadline import time_left
from search.errors import IndexMissing, SearchMisconfigured, SearchUnavailable

Result = TypeVar("Result")
#: Nothing useful comes back in less; a deadline that is over fails before it is asked.
LEAST_TIMEOUT = 0.02


@dataclass
class Connection:
    """A client, its breaker, and how long it may take.

    Raises ``SearchMisconfigured`` when the options lead to no server.
    """

    options: Mapping[str, Any]
    breaker: Breaker = field(default_factory=Breaker)

    def __post_init__(self) -> None:
        client = _client(self.options)
        # Made once: each makes forty objects, a millisecond beside an answer of ten.
        self._asked = client.options(request_timeout=float(self.options["timeout"]))
        # A rebuild's bulks and merges may take longer than any page would wait.
        self._worked = client.options(request_timeout=float(self.options["bulk_timeout"]))

    def ask(self, function: Callable[[Elasticsearch], Result]) -> Result:
        """What ``function`` gives of the client. Raises ``SearchUnavailable``, at once while
        the server is known not to answer."""

        def asked() -> Result:
            with translated():
                return function(self._hurried())

        if time_left() < LEAST_TIMEOUT:  # no failure of the server: the breaker is not told
            raise SearchUnavailable("no time left")
        return self.breaker.call(asked)

    def _hurried(self) -> Elasticsearch:
        """The client with the time that is left."""
        usual = float(self.options["timeout"])
        left = max(LEAST_TIMEOUT, time_left(usual))
        return self._asked if left >= usual else self._asked.options(request_timeout=left)

    def work(self, function: Callable[[Elasticsearch], Result]) -> Result:
        """The same for work that nobody waits for: a longer wait, and no breaker."""
        with translated():
            return function(self._worked)


def _client(options: Mapping[str, Any]) -> Elasticsearch:
    # Not compressed: the server is near, and packing took a quarter of our time in a rebuild.
    given: dict[str, Any] = {"http_compress": False, "retry_on_timeout": False, "max_retries": 0}
    if options["api_key"]:
        given["api_key"] = options["api_key"]
    elif options["username"]:
        given["basic_auth"] = (options["username"], options["password"])
    if options["ca_certificate"]:
        given["ca_certs"] = options["ca_certificate"]
    try:
        # The library asks for the port of http; everybody else knows it.
        node = url_to_node_config(options["url"], use_default_ports_for_scheme=True)
    except ValueError as error:
        raise SearchMisconfigured("ELASTICSEARCH_URL is no address: https://server:9200") from error
    return Elasticsearch([node], **given)


@contextmanager
def translated() -> Iterator[None]:
    """Turn what the client raises into ``SearchUnavailable``, with a reason to read."""
    try:
        yield
    except NotFoundError as error:
        if error.error == "index_not_found_exception":
            raise IndexMissing("the server holds no index") from error
        raise SearchUnavailable(_reason(error)) from error
    except ApiError as error:
        raise SearchUnavailable(_reason(error)) from error
    except ConnectionTimeout as error:
        raise SearchUnavailable("the server is too slow to answer") from error
    except (TransportError, SerializationError, OSError) as error:
        raise SearchUnavailable(f"the server does not answer: {error}"[:300]) from error


def _reason(error: ApiError) -> str:
    match error.status_code:
        case 401 | 403:
            return "the server refuses the credentials or the write"
        case 429:
            return "the server has too much to do"
    return f"the server answers {error.status_code}: {error.error}"[:300]
