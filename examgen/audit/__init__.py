"""The audit: the letters of a finished build derived anew from its printed pages, and compared with its keys.

It reads the PDFs with PDFium and compares what is seen with the bank's texts. It shares no code with what arranged,
rendered and wrote the papers and keys, and takes no order from the manifest.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from examgen.audit.auditing import FILE, Auditor, audit_folder, to_json
    from examgen.audit.comparison import Audit
    from examgen.audit.team import Team
    from examgen.audit.verdict import doubts, refuse_faults, result_text

__all__ = [
    "FILE",
    "Audit",
    "Auditor",
    "Team",
    "audit_folder",
    "doubts",
    "refuse_faults",
    "result_text",
    "to_json",
]

#: Where each name is; loaded when first asked for, because the processes that read pages need a part of it only.
_MODULE_OF = {
    "FILE": "examgen.audit.auditing",
    "Audit": "examgen.audit.comparison",
    "Auditor": "examgen.audit.auditing",
    "Team": "examgen.audit.team",
    "audit_folder": "examgen.audit.auditing",
    "doubts": "examgen.audit.verdict",
    "refuse_faults": "examgen.audit.verdict",
    "result_text": "examgen.audit.verdict",
    "to_json": "examgen.audit.auditing",
}


def __getattr__(name: str) -> object:
    if name not in _MODULE_OF:
        raise AttributeError(f"module 'examgen.audit' has no attribute '{name}'")
    value: object = getattr(import_module(_MODULE_OF[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
