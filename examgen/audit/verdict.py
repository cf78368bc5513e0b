"""Whether what an audit found may be delivered."""

from __future__ import annotations

from examgen.audit.comparison import Audit
from examgen.errors import AuditError, Problem, Severity

#: So many faults are told one by one.
_TOLD = 20
_LOOK = "look at them on the paper and the key; --allow-undecided delivers them as they are"
_HINT = "please report it with the bank; --no-audit delivers what was printed, at your risk"


def refuse_faults(found: Audit, *, allow_undecided: bool) -> None:
    """Refuse to deliver what has faults or, unless that is allowed, what could not be told.

    Raises:
        AuditError: with the faults.
    """
    if not found.faults and (allow_undecided or not found.undecided):
        return
    told = [Problem("audit", f"the audit finds: {fault}") for fault in found.faults[:_TOLD]]
    told += [
        Problem("undecided", f"the audit cannot tell: {doubt}", hint=_LOOK)
        for doubt in found.undecided[: _TOLD - len(told)]
    ]
    raise AuditError(f"{found}; nothing was delivered", problems=told, hint=_HINT)


def doubts(found: Audit | None) -> list[Problem]:
    """Return warnings of what could not be told and is delivered all the same."""
    return [
        Problem("undecided", f"the audit cannot tell: {doubt}", hint=_LOOK, severity=Severity.WARNING)
        for doubt in (found.undecided if found is not None else ())
    ]


def result_text(found: Audit | None) -> str:
    """Return what a manifest says of the audit; None when there was none."""
    if found is None:
        return "not made: --no-audit"
    return str(found).removeprefix("audit: ")
