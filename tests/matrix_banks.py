"""The banks that the matrix takes digests of: those of the project, a wide one, and random ones."""

from __future__ import annotations

import shutil
from pathlib import Path

import bench_bank
from conftest import ROOT
from random_exams import make_exam

from examgen.errors import errors_of
from examgen.inspection import inspect

#: What banks may hold, once.
_EVERYTHING = r"""---
title: Everything -- "quoted", ½ & 100%
course: STA101 – Żółw
date: 1. December 2026
duration: 50 minutes
instructions: |
  Choose the *best* answer; $\alpha \le 5\%$.
---

## Part A: `code` and tables

1. {#table points=1/3 tags="a b,c"} Given

   | name  | length (km) | **x** |
   | :---- | ----------: | :---: |
   | Rhine |       1,230 | $x_1$ |
   | a\|b  |          `` ` `` | é |

   ```python
   print(f"{1230 * 0.621:.0f} miles # \\ % & ~ ^ _ {}")
   @TAB@indented by a tab
   ```

   > a quotation
   > of two lines

   1. first
      - inner
   2. second

   which is it? <b>HTML</b>, [a link](https://example.org/a_b?c=%20#d), <https://example.org>,
   ![alt](figures/sketch-1.pdf){width=40%}
 - (a) $\begin{cases} 1 & x > 0 \\ 0 & \text{else, $x = 0$} \end{cases}$
 - (b) {#none weight=1/2} "Straight" 'quotes' -- --- ... ** _ ~ ^ \

   A second paragraph, hard\
   break.
 - (c) Zürich, Łódź, Čapek, Ağrı; α β γ Ω, x² + y₁, ½, ≤ ≥ ≠ ≈ ± × → ⇒ ∞ ∈ ∪ ∂ ∑ √ ℝ ✓ “ ” « » – — … • † § © ™ ° € £ ¥
 - (d) Both (a) and (c)
 - (e) None of the above

Correct Answer: (b), (d)

Rationale: [[none]] is right; (a) is wrong, and in this case so is (e).

$$
\begin{aligned}
\int_0^1 x^2 \, dx &= \tfrac{1}{3} \\
f(x) &= \mathbb{E}[X] \xrightarrow{p} \bm{\theta}
\end{aligned}
$$

Feedback (c): `π ≠ 3` but $α ≤ β → ∞$, 2*3*4 and __init__ and *emph***strong**~~x~~.

2. {#pinned pin keep-order} costs $5 and $10, \$3?
 - (a) - 5
 - (b) # of items
 - (c) 1945.

Answer: (a)
"""


def write_banks(folder: Path, randoms: int = 40) -> None:
    """Write the banks into an empty folder; of so many random exams, those of one file that are not refused."""
    for path in sorted((ROOT / "banks").iterdir()):
        if path.is_dir():
            shutil.copytree(path, folder / path.name)
        elif path.name != "README.md":
            shutil.copyfile(path, folder / path.name)
    wide = bench_bank.to_quiz_text(bench_bank.make_bank(60, seed=3))
    (folder / "wide.md").write_text(wide, encoding="utf-8")
    (folder / "everything.md").write_text(_EVERYTHING.replace("@TAB@", "\t"), encoding="utf-8")
    for number in range(randoms):
        beside = folder / f"random {number}"
        beside.mkdir()
        exam = make_exam(number, beside)
        if len(exam.paths) == 1 and not errors_of(inspect(exam.paths).problems):
            exam.paths[0].rename(folder / f"random-{number}{exam.paths[0].suffix}")
        shutil.rmtree(beside)
