"""Pictures, drawings and objects in a Word file."""

from __future__ import annotations

from typing import Final, Protocol

from lxml import etree

from examgen import embedded
from examgen.errors import Severity
from examgen.formats.package import PackageError
from examgen.formats.plaintext import escape_signs
from examgen.formats.word.parts import Parts
from examgen.formats.xmlnames import local_name, value_of

#: English Metric Units of Office in a centimetre, and the widest picture in centimetres.
_EMU: Final = 360_000
_WIDEST: Final = 16.0
_MAGIC: Final = (
    (0, b"\x89PNG\r\n\x1a\n", ""),
    (0, b"\xff\xd8\xff", ""),
    (0, b"%PDF-", ""),
    (40, b" EMF", "an EMF drawing"),
    (0, b"\xd7\xcd\xc6\x9a", "a WMF drawing"),
    (0, b"\x01\x00\x09\x00", "a WMF drawing"),
    (0, b"GIF8", "a GIF picture"),
    (0, b"BM", "a BMP picture"),
    (0, b"II*\x00", "a TIFF picture"),
    (0, b"MM\x00*", "a TIFF picture"),
    (8, b"WEBP", "a WebP picture"),
)
_AS_PICTURE: Final = "in Word, cut it out and paste it as a picture (PNG)"
#: Shapes that are lines and frames: they decorate.
_DECORATION: Final = frozenset(("line", "straightConnector1", "rect", "roundRect", "frame"))


class Report(Protocol):
    """Takes what is wrong: code, message, hint."""

    def __call__(self, code: str, message: str, hint: str, severity: Severity = ...) -> None: ...


def pictures_of(element: etree._Element, parts: Parts, report: Report) -> list[str]:
    """Return the Markdown of the pictures in ``w:drawing``, ``w:pict`` or ``w:object``; ``report`` takes what is wrong."""
    found = list(element.iter())
    names = {local_name(each) for each in found}
    if _is_equation(found):
        message = "an equation of MathType or of the former equation editor cannot be read"
        report(
            "docx-equation",
            message,
            "in Word, write it anew with Insert > Equation, or paste it as a picture",
        )
        return []
    if "chart" in names or "relIds" in names:
        report("docx-drawing", "a chart or diagram of Office cannot be read", _AS_PICTURE)
        return []
    out = []
    for each in found:
        name = local_name(each)
        if name == "blip":
            address = value_of(each, "embed") or value_of(each, "link")
        elif name == "imagedata":
            address = value_of(each, "id") or value_of(each, "relid")
        else:
            continue
        made = _picture(address or "", element, parts, report)
        out += [made] if made else []
        _report_crop(each, report)
    shapes = {"wsp", "shape", "rect", "oval", "line", "roundrect", "polyline", "cxnSp"} & names
    if shapes and not out and "txbxContent" not in names:
        kinds = {value_of(each, "prst") for each in found if local_name(each) == "prstGeom"}
        plain = len(kinds) == 1 and kinds <= _DECORATION
        plain = plain or shapes <= {"line", "rect", "roundrect"}
        if plain:
            message = "a line or frame that is drawn in the text is not printed"
            report("docx-drawing", message, "look whether it says something", Severity.WARNING)
        else:
            report("docx-drawing", "a drawing made of shapes cannot be read", _AS_PICTURE)
    elif "wgp" in names or "wpc" in names or "group" in names:
        report("docx-drawing", "a drawing made of several shapes cannot be read as a whole", _AS_PICTURE)
    return out


def _is_equation(found: list[etree._Element]) -> bool:
    objects = [value_of(each, "ProgID") or "" for each in found if local_name(each) == "OLEObject"]
    return any(name.startswith(("Equation", "MathType")) for name in objects)


def _picture(address: str, around: etree._Element, parts: Parts, report: Report) -> str:
    _, target, outside = parts.targets.get(address, ("", "", False))
    if outside or not target:
        what = f"a picture is not in the file but at '{target}'" if target else "a picture is not in the file"
        report("docx-picture", what, "in Word, cut it out and paste it into the text as a picture")
        return ""
    file = parts.package.find(target, "" if target.startswith("/") else parts.main)
    try:
        data = parts.package.read(file) if file else b""
        said = "not in the file" if not data else _kind(data)
        if said:
            report("docx-picture", f"the picture '{target}' is {said}, which cannot be printed", _AS_PICTURE)
            return ""
        kept = embedded.keep(data)
    except (PackageError, embedded.TooMuchError) as error:
        report("docx-picture", f"the picture '{target}' cannot be read: {error}", "save the file anew")
        return ""
    width, alt = _width(around), _alt(around)
    return f"![{alt}]({kept}){{width={width:.1f}cm}}" if width else f"![{alt}]({kept})"


def _kind(data: bytes) -> str:
    """Return what a picture is that TeX cannot take; "" for one that it can."""
    found = next((said for at, magic, said in _MAGIC if data.startswith(magic, at)), None)
    return "in a format that is not known" if found is None else found


def _width(around: etree._Element) -> float:
    """Return the width in cm, 0 when it is not said."""
    for each in around.iter():
        written = (value_of(each, "cx") or "") if local_name(each) in ("extent", "ext") else ""
        if written.isascii() and written.isdigit() and len(written) < 10:
            cm = int(written) / _EMU
            return min(cm, _WIDEST) if cm >= 0.1 else 0.0
    return 0.0


def _alt(around: etree._Element) -> str:
    for each in around.iter():
        if local_name(each) in ("docPr", "imagedata", "shape"):
            words = value_of(each, "descr") or value_of(each, "alt") or value_of(each, "title") or ""
            text = " ".join(words.replace("[", "(").replace("]", ")").split())
            if text:
                return escape_signs(text[:200])
    return ""


def _report_crop(blip: etree._Element, report: Report) -> None:
    around = blip.getparent()
    for each in () if around is None else around:
        if local_name(each) == "srcRect" and any(
            str(value) not in ("0", "") for value in each.attrib.values()
        ):
            message = "a picture is cropped in Word, and printed whole"
            report(
                "docx-picture",
                message,
                "in Word, choose Compress Pictures > Delete cropped areas",
                Severity.WARNING,
            )
