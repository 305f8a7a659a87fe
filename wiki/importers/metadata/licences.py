"""The many spellings of a licence."""

import re

from anyascii import anyascii

from guides.licences import Licence

_PATTERNS = [
    (r"cc0|publicdomain|domainepublic", Licence.CC0),
    (r"byncsa", Licence.CC_BY_NC_SA),
    (r"bysa|attributionsharealike", Licence.CC_BY_SA),
    (r"bync(?!nd)", Licence.CC_BY_NC),
    (r"bynd", Licence.CC_BY_ND),
    (r"ccby|attribution(?:4|$)", Licence.CC_BY),
    (r"etalab|licenceouverte|openlicence|^lo2|^lov2", Licence.ETALAB),
    (r"ogl|opengovernment", Licence.OGL_UK),
    (r"gfdl|gnufreedocumentation", Licence.GFDL),
    (r"^mit$|mitlicen[cs]e|licen[cs]emit", Licence.MIT),
]


def licence_named(text: str) -> str:
    """The SPDX identifier that ``text`` means; "" when we know none."""
    squeezed = re.sub(r"[^a-z0-9]", "", anyascii(text).lower())
    for known in Licence:
        if squeezed == re.sub(r"[^a-z0-9]", "", known.value.lower()):
            return known.value
    if "byncnd" in squeezed:
        return ""
    return next((known.value for pattern, known in _PATTERNS if re.search(pattern, squeezed)), "")
