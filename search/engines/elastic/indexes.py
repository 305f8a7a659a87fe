"""The server's indexes: names, aliases, and which one is asked and written.

    recueil-fr                  alias: what readers ask
    recueil-fr-1763800000000    an index, named after the moment it was made
    recueil-fr-1763800000000-w  its own alias, through which it is written

Every write goes through an index's own alias and is refused when that is gone, so
that a server which makes indexes by itself never makes one of ours with fields of
its guess. An index that is being filled has no reading alias yet; writers find it by
its name and write to both.
"""

import time
from dataclasses import dataclass, field
from typing import Any

from elasticsearch import Elasticsearch

from search.engines.elastic import fillers
from search.engines.elastic.analysis import LANGUAGES
from search.engines.elastic.mapping import fingerprint, mapping, settings
from search.errors import IndexBusy, IndexMissing, IndexStale

#: An index in the making tells every few seconds that somebody still fills it; one that
#: said nothing for this long was left behind. On the machine where that somebody ran, one
#: knows at once.
BEAT, LEFT_BEHIND = 10.0, 60.0
#: Seconds in which a search that was led to an index has begun there, and in which the
#: slowest one has ended.
A_SEARCH, LAST_SEARCHES = 0.2, 5.0


@dataclass(frozen=True, slots=True)
class Found:
    """The indexes of one language."""

    live: str = ""
    #: Without readers: being filled, or left behind.
    others: tuple[str, ...] = ()
    #: Whether the alias through which the live one is written is there.
    writable: bool = True

    @property
    def written(self) -> list[str]:
        """Aliases through which a change is written; the live index first."""
        return [f"{name}-w" for name in (self.live, *self.others) if name]


@dataclass(frozen=True)
class Indexes:
    """The names below one prefix."""

    prefix: str
    languages: tuple[str, ...] = field(default=tuple(LANGUAGES))

    def reading(self, language: str) -> str:
        """The alias that readers ask for this language."""
        return f"{self.prefix}-{language}"

    @property
    def all_reading(self) -> list[str]:
        """The aliases that readers ask."""
        return [self.reading(language) for language in self.languages]

    def found(self, client: Elasticsearch) -> dict[str, Found]:
        """What stands on the server, by language (one request)."""
        answer = client.indices.get_alias(
            index=[f"{self.prefix}-{language}-*" for language in self.languages],
            allow_no_indices=True,
            ignore_unavailable=True,
        )
        return {language: self._of(language, answer.body) for language in self.languages}

    def _of(self, language: str, answer: dict[str, Any]) -> Found:
        start = f"{self.reading(language)}-"
        named = {
            name: entry["aliases"]
            for name, entry in answer.items()
            if name.startswith(start) and name[len(start) :].isdigit()
        }
        live = [name for name, aliases in named.items() if self.reading(language) in aliases]
        others = tuple(sorted(name for name in named if name not in live))
        asked = max(live, default="")
        return Found(asked, others, writable=f"{asked}-w" in named.get(asked, ()))

    def check(self, client: Elasticsearch) -> None:
        """Raise ``IndexMissing`` or ``IndexStale`` unless every language has its index."""
        found = self.found(client)
        missing = [language for language, each in found.items() if not each.live]
        if missing:
            raise IndexMissing(f"there is no index for: {', '.join(missing)}")
        closed = [language for language, each in found.items() if not each.writable]
        if closed:
            raise IndexMissing(f"nothing can be written to the index of: {', '.join(closed)}")
        answer = client.indices.get_mapping(index=[each.live for each in found.values()])
        for language, each in found.items():
            meta = answer[each.live]["mappings"].get("_meta", {})
            if meta.get("fingerprint") != fingerprint(language):
                raise IndexStale("the index was written by another version of the code")

    # ── A fresh one ───────────────────────────────────────────────────────────

    def create(self, client: Elasticsearch, language: str) -> str:
        """An empty index that nobody reads; removes what others left behind.

        Raises ``IndexBusy`` when somebody else fills one.
        """
        self._remove_left_behind(client, language)
        name = f"{self.reading(language)}-{time.time_ns() // 1_000_000}"
        fillers.begin(name)
        try:
            self._create(client, language, name)
        except BaseException:
            fillers.end(name)
            raise
        return name

    def _create(self, client: Elasticsearch, language: str, name: str) -> None:
        client.indices.create(
            index=name,
            # Nobody reads it: it is refreshed once, and copied to other nodes at the end.
            settings={
                **settings(language),
                "refresh_interval": "-1",
                "auto_expand_replicas": False,
                "number_of_replicas": 0,
            },
            mappings={**mapping(language).to_dict(), "_meta": _in_the_making(language)},
            aliases={f"{name}-w": {}},
        )
        # Two that start together both see two: the older goes on.
        if min(self.found(client)[language].others, default=name) != name:
            client.indices.delete(index=name)
            raise IndexBusy("another rebuild has just begun")

    def _remove_left_behind(self, client: Elasticsearch, language: str) -> None:
        for name in self.found(client)[language].others:
            answer = client.indices.get_mapping(index=name, ignore_unavailable=True)
            meta = answer.body.get(name, {}).get("mappings", {}).get("_meta", {})
            at_work = fillers.is_at_work(name, meta.get("filler", {}))
            left = LEFT_BEHIND - (time.time() - float(meta.get("beat", 0.0)))
            if at_work is not False and left > 0:
                wait = 0.0 if at_work else min(left, LEFT_BEHIND)
                raise IndexBusy("another rebuild is running", wait=wait)
            client.indices.delete(index=name, ignore_unavailable=True)

    def beat(self, client: Elasticsearch, language: str, name: str) -> None:
        """Tell that this index is still being filled."""
        client.indices.put_mapping(index=name, meta=_in_the_making(language))

    def finish(self, client: Elasticsearch, language: str, name: str) -> None:
        """Give a filled index the settings of a living one."""
        kept = settings(language)
        client.indices.put_settings(
            index=name,
            settings={
                "refresh_interval": kept["refresh_interval"],
                "auto_expand_replicas": kept["auto_expand_replicas"],
            },
        )

    def point_to(self, client: Elasticsearch, fresh: dict[str, str]) -> list[str]:
        """Let readers see these indexes, by language, in one step; the former ones."""
        found = self.found(client)
        actions: list[dict[str, Any]] = []
        formers = []
        for language, name in fresh.items():
            alias = self.reading(language)
            actions.append({"add": {"index": name, "alias": alias}})
            former = found[language].live
            if former and former != name:
                actions.append({"remove": {"index": former, "alias": alias}})
                formers.append(former)
        client.indices.update_aliases(actions=actions)
        return formers

    def retire(self, client: Elasticsearch, names: list[str]) -> None:
        """Remove former indexes once the searches that were led to them have their answers.

        Removed in the same step as the alias moves, they would leave those with an error.
        """
        until = time.monotonic() + LAST_SEARCHES
        while True:
            time.sleep(A_SEARCH)
            running = client.indices.stats(
                index=names, metric="search", filter_path="_all.total.search.*_current"
            )
            current = running.get("_all", {}).get("total", {}).get("search", {}).values()
            if not any(current) or time.monotonic() > until:
                break
        for name in names:
            self.discard(client, name)

    def remove(self, client: Elasticsearch) -> None:
        """Remove the indexes of all languages, those in the making too."""
        for each in self.found(client).values():
            for name in filter(None, (each.live, *each.others)):
                self.discard(client, name)

    def discard(self, client: Elasticsearch, name: str) -> None:
        """Remove an index that nobody reads."""
        client.indices.delete(index=name, ignore_unavailable=True)


def _in_the_making(language: str) -> dict[str, Any]:
    """What an index says of itself while it is filled."""
    return {
        "fingerprint": fingerprint(language),
        "beat": time.time(),
        "filler": fillers.filler(),
    }
