"""Synonyms from a table and back: the file that the list exports can be read again."""

import csv
import io
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.log_actions import log

from search.models import Direction, Synonym
from wiki.communities.audience import Viewer

#: Columns of the file; the first two are required.
COLUMNS = ["words", "equivalents", "direction", "language", "note", "active"]
#: Bytes and lines of one file: far more synonyms than anybody keeps.
MOST_BYTES, MOST_LINES = 500_000, 500
NO = {"0", "false", "faux", "no", "non"}


@dataclass
class Imported:
    """What became of a file: synonyms made, changed, and the lines refused with the reason."""

    created: int = 0
    changed: int = 0
    refused: list[tuple[int, str]] = field(default_factory=list)


class FileForm(forms.Form):
    """The file to read."""

    file = forms.FileField(
        label=_("CSV file"),
        help_text=_(
            "In UTF-8, with the columns of the export: words, equivalents, direction, language, "
            "note, active. The first two are enough. A word that is already there is changed."
        ),
    )

    def clean_file(self) -> list[dict[str, str]]:
        """The lines of the file by column."""
        given: UploadedFile = self.cleaned_data["file"]
        if given.size is None or given.size > MOST_BYTES:
            raise ValidationError(_("This file is too large."))
        try:
            text = given.read().decode("utf-8-sig")
            dialect = csv.Sniffer().sniff(text.partition("\n")[0], delimiters=",;\t")
            reader = csv.DictReader(io.StringIO(text, newline=""), dialect=dialect)
            lines = list(reader)
        except (UnicodeDecodeError, csv.Error) as error:
            raise ValidationError(_("This is not a CSV file in UTF-8.")) from error
        if not {"words", "equivalents"} <= set(reader.fieldnames or ()):
            raise ValidationError(_("The columns “words” and “equivalents” are missing."))
        if len(lines) > MOST_LINES:
            raise ValidationError(_("This file is too large."))
        return lines


@transaction.atomic
def import_lines(lines: list[dict[str, str]], user: Viewer) -> Imported:
    """Make or change one synonym per line; a line that makes no sense is left out and told."""
    report = Imported()
    for number, line in enumerate(lines, start=2):
        row = {name: (line.get(name) or "").strip() for name in COLUMNS}
        named = {"words": row["words"], "language": row["language"].lower()}
        known = Synonym.objects.filter(**named).first()
        synonym = known or Synonym(**named)
        synonym.equivalents = row["equivalents"]
        synonym.direction = row["direction"] or Direction.TWO_WAY
        synonym.note = row["note"]
        synonym.active = row["active"].lower() not in NO
        try:
            synonym.full_clean()
        except ValidationError as error:
            report.refused.append((number, " ".join(error.messages)))
            continue
        synonym.save()
        log(synonym, "wagtail.edit" if known else "wagtail.create", user=user)
        report.changed += bool(known)
        report.created += not known
    return report


class ImportView(PermissionCheckedMixin, WagtailAdminTemplateMixin, View):
    """The form, and below it what became of the file."""

    model = Synonym
    permission_required = "change"
    template_name = "search/cms/import.html"
    page_title = _("Import synonyms")
    header_icon = "upload"
    index_url_name = ""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The form."""
        return self._show(FileForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """What became of the file."""
        if not self.user_has_permission("add"):
            raise PermissionDenied
        form = FileForm(request.POST, request.FILES)
        report = import_lines(form.cleaned_data["file"], request.user) if form.is_valid() else None
        return self._show(form, report)

    def _show(self, form: FileForm, report: Imported | None = None) -> HttpResponse:
        context = self.get_context_data(form=form, report=report, list_url_name=self.index_url_name)
        return self.render_to_response(context)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, synonyms, this."""
        synonyms = {"url": reverse(self.index_url_name), "label": _("Synonyms")}
        return [*self.breadcrumbs_items, synonyms, {"url": "", "label": self.page_title}]
