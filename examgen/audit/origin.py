"""Which files are others altogether: each paper, key and table carries fingerprints, and what most of them say is right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from examgen.audit.findings import Cause, Finding
from examgen.audit.readfiles import ReadFile, ReadVersion
from examgen.audit.tables import brief
from examgen.audit.wording import Wording


@dataclass(slots=True)
class Origin:
    """The fingerprints of versions, and which files are others than their names say."""

    versions: Sequence[ReadVersion]
    tables: Mapping[str, Mapping[str, str]]  #: by path of a table its fingerprints by version
    wording: Wording
    right: dict[str, str] = field(
        default_factory=dict, init=False
    )  #: by version, where most files say the same
    strange: dict[str, str] = field(default_factory=dict, init=False)
    """By path of a paper, key or table that is another one: what it is."""

    def __post_init__(self) -> None:
        for version in self.versions:
            given = [table.get(version.label) for table in self.tables.values()]
            most = Counter(
                each for each in (version.paper.fingerprint, version.key.fingerprint, *given) if each
            ).most_common(2)
            if most and most[0][1] > 1 and (len(most) == 1 or most[0][1] > most[1][1]):
                self.right[version.label] = most[0][0]
        owners = {fingerprint: label for label, fingerprint in self.right.items()}
        for version in self.versions:
            for each, is_key in ((version.paper, False), (version.key, True)):
                if what := self._what_it_is(each, version.label, owners, key=is_key):
                    self.strange[each.path] = what
        for path, table in self.tables.items():
            other = [label for label, right in self.right.items() if table.get(label, right) != right]
            if other and len(other) == len(self.versions):
                label = other[0]
                self.strange[path] = (
                    f"is of another build: version {label} has the fingerprint {brief(table[label])}, "
                    f"and the other files say {self.right[label]}"
                )

    def _what_it_is(self, file: ReadFile, label: str, owners: Mapping[str, str], *, key: bool) -> str | None:
        """Return what a paper or key is, if it is not that of its version."""
        kind, right, carried = "key" if key else "paper", self.right.get(label), file.fingerprint
        if right is None or carried is None or carried == right:
            return None
        owner = owners.get(carried)
        if owner is None:
            return f"is the {kind} of another build: it carries {carried}, and the other files say {right}"
        named = {self.wording.label_named(head, [label, owner], key=key) for head in file.heads}
        if label in named:
            return f"carries {carried}, the fingerprint of version {owner}"
        return f"is the {kind} of version {owner}"

    def findings(self) -> Iterator[Finding]:
        """Yield what is said of these files."""
        labels = {file.path: each.label for each in self.versions for file in (each.paper, each.key)}
        for path, what in self.strange.items():
            yield Finding(Cause.FILE, path, what, labels.get(path, ""))

    def is_strange(self, file: ReadFile) -> bool:
        """Return whether a paper or key is another one, or cannot be read at all."""
        return file.path in self.strange or not file.is_read

    def reference(self, version: ReadVersion) -> ReadFile:
        """Return what the tables are held against: the paper or, beside another paper, the key."""
        if self.is_strange(version.paper) and not self.is_strange(version.key):
            return version.key
        return version.paper

    def fingerprint(self, version: ReadVersion) -> str:
        """Return what tables must say, joined with "/" where files of a version disagree and none is right."""
        return self.right.get(version.label) or "/".join(version.fingerprints)
