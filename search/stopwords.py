"""Words that say nothing, per language.

The short standard lists (Lucene 9 and tantivy share them), written out so that an
upgrade of the library cannot change what the index holds. Longer lists, with
question words, were measured and lose two points on questions.
"""

from collections.abc import Iterable

from search.text import WORD, clean

# ruff: noqa: SIM905  (a list of words reads better as words)

FRENCH = frozenset(
    """
    ai aie aient aies ait au aurai auraient aurais aurait aurez auriez aurions aurons auront aux
    avaient avais avait avec avez aviez avons ayant ayez ayons c ce ceci cela celà ces cet cette d
    dans de des du elle en es et eu eue eues eurent eus eusse eussent eusses eussiez eussions eut
    eux eûmes eût eûtes furent fus fusse fussent fusses fussiez fussions fut fûmes fûtes ici il
    ils j je l la le les leur leurs lui m ma mais me mes moi mon même n ne nos notre nous on ont
    ou par pas pour qu que quel quelle quelles quels qui s sa sans se sera serai seraient serais
    serait seras serez seriez serions serons seront ses soi soient sois soit sont soyez soyons
    suis sur t ta te tes toi ton tu un une vos votre vous y à étaient étais était étant étiez
    étions étée étées êtes
    """.split()
)

ENGLISH = frozenset(
    """
    a an and are as at be but by for if in into is it no not of on or such that the their then
    there these they this to was will with
    """.split()
)

#: Words of a question that tell nothing of its subject. They are searched for (leaving
#: them out was measured and loses), but nobody looks for them in an extract.
UNTELLING = frozenset(
    """
    afin ainsi alors aussi avoir bien comment combien dois doit donc etre être faire fait
    faites faudrait faut lequel laquelle lesquelles lesquels où peut peux peuvent plus pourquoi
    pourrait pouvoir puis quand quoi si tout toute toutes tous veut veux
    about am can could did do does from get has have how i me my our should so than what when
    where which who why would you your
    """.split()
)


def telling(words: Iterable[str]) -> list[str]:
    """Those of these lower-case words that tell the subject; all when none does."""
    words = list(words)
    kept = [word for word in words if not word_says_nothing(word)]
    return kept or words


def telling_words(text: str) -> str:
    """The words of ``text`` that tell its subject, in lower case; all when none does."""
    return " ".join(telling(WORD.findall(clean(text).lower())))


def word_says_nothing(word: str) -> bool:
    """Whether nobody looks for this lower-case word in an extract."""
    return word in UNTELLING or word in FRENCH or word in ENGLISH
