"""The words of a page on one line, as an extract shows them."""

import pytest

from wiki.core.passages import plain


@pytest.mark.parametrize(
    ("html", "line"),
    [
        ("<table><tr><th>Rôle</th></tr><tr><td>Auteur</td><td>20 min</td></tr></table>",
         "Rôle · Auteur · 20 min"),
        ("<p>À prévoir :</p><ul><li><p>Une table.</p></li><li>deux clés</li></ul><p>Fin</p>",
         "À prévoir : Une table. deux clés · Fin"),
        ("<p>Il dit « <em>non !</em> »</p><p>Puis oui</p>", "Il dit « non ! » Puis oui"),
        ("<p>Ils sont « prêts »</p><p>Puis partent</p>", "Ils sont « prêts » · Puis partent"),
        ("<p>Une ligne<br>puis l’autre<img alt=''></p>", "Une ligne puis l’autre"),
        ("<ul><li></li><li> </li></ul>", ""),
        ("<p>ch<b>aud</b> &lt;b&gt;</p>", "chaud <b>"),
    ],
)  # fmt: skip
def test_cells_and_items_do_not_run_on(html: str, line: str) -> None:
    assert plain(html) == line
