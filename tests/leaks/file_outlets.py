"""Pictures and documents: their own addresses, and the views of the CMS about one of them."""

from typing import Any

from django.urls import reverse

from tests.leaks.file_world import Kept
from tests.leaks.registry import OUTLETS, Outlet, Registered, Shown, Visit, bare, opens, said
from wiki.core.models import RecueilImage


def chosen_files(visit: Visit, kind: str = "", *, most: int = 4) -> list[Kept]:
    """Some files of the site, of one kind or of both."""
    found = [kept for kept in visit.world.files.values() if kind in {"", kept.kind}]
    return visit.world.random.sample(found, min(most, len(found)))


@opens("picture", "wagtaildocs_serve")
def file_addresses(visit: Visit) -> Shown:
    """Original, sizes and documents: sent to those who may open them, like none for others."""
    shown = Shown()
    for kept in chosen_files(visit):
        may = visit.oracle.may_open(kept)
        for address in _addresses(kept.now()):
            response = visit.get(address)
            shown.counts.append((f"{address} opens", int(response.status_code == 200), int(may)))
            shown.texts.append(said(response, *(() if may else (address,))))
            if not may:
                nowhere = address.replace(".", "-x.", 1)
                same = bare(response, address, nowhere) == bare(
                    visit.get(nowhere), address, nowhere
                )
                shown.counts.append((f"{address} differs", int(not same), 0))
    return shown


def _addresses(file: Any) -> list[str]:
    if not isinstance(file, RecueilImage):
        return [file.url]
    return [file.file.url, file.get_rendition("width-20").url]


#: Views of the CMS about one file, with the kind and what stands after its number.
ABOUT_A_FILE = {
    "wagtailimages:edit": ("image",), "wagtailimages:delete": ("image",),
    "wagtailimages:url_generator": ("image",), "wagtailimages:image_usage": ("image",),
    "wagtailimages:preview": ("image", "width-20"), "wagtailimages_chooser:chosen": ("image",),
    "wagtailimages_chooser:select_format": ("image",), "wagtailadmin_api:images:detail": ("image",),
    "wagtaildocs:edit": ("document",), "wagtaildocs:delete": ("document",),
    "wagtaildocs:document_usage": ("document",), "wagtaildocs_chooser:chosen": ("document",),
    "wagtailadmin_api:documents:detail": ("document",),
}  # fmt: skip
#: Lists that are asked about files by their numbers or their words.
ASKED = {
    "wagtailimages_chooser:chosen_multiple": "image", "wagtailadmin_api:images:find": "image",
    "wagtaildocs_chooser:chosen_multiple": "document",
    "wagtailadmin_api:documents:find": "document",
}  # fmt: skip


def about_files(name: str, kind: str, *more: str) -> Outlet:
    """One view of the CMS, asked about some files."""

    def outlet(visit: Visit) -> Shown:
        shown = Shown()
        for kept in chosen_files(visit, kind, most=3):
            address = reverse(name, args=[kept.pk, *more])
            shown.texts.append(visit.text(address))
            shown.texts.append(visit.text("/about/"))  # the words that wait from a refusal
        return shown

    return outlet


def asked_for_files(name: str, kind: str) -> Outlet:
    """One view that gives what was asked for by its number."""

    def outlet(visit: Visit) -> Shown:
        found = chosen_files(visit, kind, most=3)
        return Shown([visit.text(reverse(name), {"id": kept.pk}) for kept in found])

    return outlet


OUTLETS.extend(
    Registered(name, about_files(name, *args), (name,), cms=True)
    for name, args in ABOUT_A_FILE.items()
)
OUTLETS.extend(
    Registered(name, asked_for_files(name, kind), (name,), cms=True) for name, kind in ASKED.items()
)


@opens("wagtailimages:index", "wagtaildocs:index", "wagtailimages_chooser:choose_results",
       "wagtaildocs_chooser:choose_results", cms=True)  # fmt: skip
def files_by_their_words(visit: Visit) -> Shown:
    """What editors type finds no file that they may not know."""
    shown = Shown()
    names = ("index", "chooser:choose_results")
    for kept in chosen_files(visit, most=3):
        app = "wagtailimages" if kept.kind == "image" else "wagtaildocs"
        code = next(code for code, each in visit.world.files.items() if each == kept)
        for name in names:
            view = f"{app}_{name}" if ":" in name else f"{app}:{name}"
            shown.texts.append(visit.text(reverse(view), {"q": f"fiv{code}"}))
    return shown
