"""What the elements of HTML are to a printed text."""

from __future__ import annotations

from typing import Final


def _words(words: str) -> frozenset[str]:
    return frozenset(words.split())


#: Elements that stand on lines of their own.
BLOCKS: Final = _words("""
    address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure footer
    form frameset h1 h2 h3 h4 h5 h6 header hgroup hr html legend li listing main menu nav noframes noscript ol p
    plaintext pre section summary table tbody td tfoot th thead tr ul xmp
    """)
HEADINGS: Final = _words("h1 h2 h3 h4 h5 h6 dt legend caption summary")
#: Underlined words are set as emphasis: it is how negative stems are marked on the web.
EMPHASIS: Final = _words("em i cite dfn var u ins")
STRONG: Final = _words("strong b mark")
CODE: Final = _words("code tt kbd samp")
#: Elements with nothing to print in them.
SILENT: Final = _words(
    "style head title meta link base basefont bgsound template colgroup col param source track area"
)
#: Elements whose content is on a screen only.
FOREIGN: Final = _words("""
    applet audio button canvas datalist embed frame iframe input isindex map meter object progress select svg textarea video
    """)
