"""The audit: the letters of a finished build derived anew from its printed pages, and compared with its keys.

It reads the PDFs with PDFium and compares what is seen with the bank's texts. It shares no code with what arranged,
rendered and wrote the papers and keys, and takes no order from the manifest.
"""

from examgen.audit.comparison import Audit, audit_folder

__all__ = ["Audit", "audit_folder"]
