"""What every dictionary in a paper or key looks like, as patterns of its text."""

from __future__ import annotations

import re
from typing import Final

from examgen.audit.objects import NUMBER, REF, names_in
from examgen.exam import Paper

_N: Final = NUMBER
GROUP: Final = rb"(?P<group>(?: /Group (?:\d+ 0 R|<<.*?>>))?)"
TRAILER: Final = re.compile(
    rb"<< /DecodeParms << /Columns \d+ /Predictor 12 >> /Filter /FlateDecode /ID \[ <[0-9a-f]*> <[0-9a-f]*> \]"
    rb" /Info (?P<info>\d+) 0 R /Length \d+ /Root (?P<root>\d+) 0 R /Size \d+ /Type /XRef /W \[ [\d ]* \] >>"
)
CATALOG: Final = re.compile(
    rb"<< /Pages (?P<pages>\d+) 0 R /Type /Catalog"
    rb" /ViewerPreferences << /DisplayDocTitle true /PrintScaling /None >> >>"
)
INFO: Final = re.compile(rb"<< /Title (?:\(.*\)|<[0-9a-f]*>) >>", re.DOTALL)
PAGES: Final = re.compile(rb"<< /Count \d+ /Kids \[ (?P<kids>[\d R]*) \] /Type /Pages >>")
PAGE: Final = re.compile(
    rb"<< /Contents (?P<contents>\d+) 0 R" + GROUP + rb" /MediaBox \[ 0 0 (?P<width>%b) (?P<height>%b) \]"
    rb" /Parent \d+ 0 R /Resources (?P<resources>\d+) 0 R /Type /Page >>" % (_N, _N),
    re.DOTALL,
)
CONTENTS: Final = re.compile(rb"<< /Filter /FlateDecode /Length \d+ >>")
RESOURCES: Final = re.compile(
    rb"<<(?: /Font << (?P<fonts>(?:/F\d+ \d+ 0 R )+)>>)? /ProcSet \[(?: /(?:PDF|Text|Image[BCI]))* \]"
    rb"(?: /XObject << (?P<forms>(?:/(?:Fm|Im)\d+ \d+ 0 R )+)>>)? >>"
)
FORM: Final = re.compile(
    rb"<< /BBox \[ 0 0 (?P<width>%b) (?P<height>%b) \] /Filter /FlateDecode /FormType 1" % (_N, _N)
    + GROUP
    + rb" /Matrix \[ 1 0 0 1 0 0 \] /Resources (?P<resources>\d+) 0 R /Subtype /Form /Type /XObject /Length \d+ >>",
    re.DOTALL,
)
OBJECT: Final = re.compile(rb"\n\d+ 0 obj\n")
NAMED: Final = re.compile(rb"/(\w+) " + REF)
USED: Final = re.compile(rb"/((?:F|Fm|Im)\d+)(?= )")
#: Names that stand in the patterns, for messages that name what is too much.
OURS: Final = frozenset(
    names_in(
        b"/BBox /BaseFont /Catalog /Columns /Contents /Count /DecodeParms /DisplayDocTitle /Encoding /Filter /FirstChar"
        b"/FlateDecode /Font /FontDescriptor /Form /FormType /Group /ID /Image /ImageB /ImageC /ImageI /Info /Kids"
        b"/LastChar /Length /Matrix /MediaBox /None /PDF /Page /Pages /Parent /Predictor /PrintScaling /ProcSet /Resources"
        b"/Root /Size /Subtype /Text /Title /ToUnicode /Type /Type1 /ViewerPreferences /W /Widths /XObject /XRef"
    )
)
SAID: Final = re.compile(rb"/\S+(?= [\d.]+ Tf)|\((?:[^()\\]|\\.)*\)|<[0-9A-F]+>")
SIZES: Final = {Paper.LETTER: (612.0, 792.0), Paper.A4: (595.276, 841.89)}
