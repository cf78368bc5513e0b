r"""The units and prefixes of siunitx (its manual, version 3, section 4.3, tables 1-7), as letters inside ``\mathrm``."""

from __future__ import annotations

from typing import Final

PREFIXES: Final = {
    "quecto": "q", "ronto": "r", "yocto": "y", "zepto": "z", "atto": "a", "femto": "f", "pico": "p", "nano": "n",
    "micro": r"\mu ", "milli": "m", "centi": "c", "deci": "d", "deca": "da", "deka": "da", "hecto": "h", "kilo": "k",
    "mega": "M", "giga": "G", "tera": "T", "peta": "P", "exa": "E", "zetta": "Z", "yotta": "Y", "ronna": "R",
    "quetta": "Q", "kibi": "Ki", "mebi": "Mi", "gibi": "Gi", "tebi": "Ti", "pebi": "Pi", "exbi": "Ei", "zebi": "Zi",
    "yobi": "Yi",
}  # fmt: skip

_DEGREE: Final = r"{}^\circ "

_NAMED: Final = {
    "ampere": "A", "candela": "cd", "kelvin": "K", "kilogram": "kg", "metre": "m", "meter": "m", "mole": "mol",
    "second": "s", "becquerel": "Bq", "celsius": r"{}^\circ C", "degreeCelsius": r"{}^\circ C", "coulomb": "C",
    "farad": "F", "gray": "Gy", "hertz": "Hz", "henry": "H", "joule": "J", "lumen": "lm", "katal": "kat", "lux": "lx",
    "newton": "N", "ohm": r"\Omega ", "pascal": "Pa", "radian": "rad", "siemens": "S", "sievert": "Sv",
    "steradian": "sr", "tesla": "T", "volt": "V", "watt": "W", "weber": "Wb", "astronomicalunit": "au", "bel": "B",
    "dalton": "Da", "day": "d", "decibel": "dB", "electronvolt": "eV", "hectare": "ha", "hour": "h", "litre": "L",
    "liter": "L", "minute": "min", "neper": "Np", "tonne": "t", "percent": r"\%", "angstrom": "\u00c5", "bar": "bar",
    "barn": "b", "knot": "kn", "mmHg": "mmHg", "nauticalmile": "M", "gram": "g", "bit": "bit", "byte": "B",
    "arcminute": "{}'", "arcsecond": "{}''", "degree": _DEGREE, "arcmin": "{}'", "arcsec": "{}''", "gal": "Gal",
    "curie": "Ci", "roentgen": "R", "rad": "rad", "rem": "rem", "erg": "erg", "dyne": "dyn", "gauss": "G",
    "maxwell": "Mx", "poise": "P", "stokes": "St", "stilb": "sb", "phot": "ph", "oersted": "Oe", "atomicmassunit": "u",
    "bohr": r"\mathnormal{a}_{0}", "clight": r"\mathnormal{c}_{0}", "electronmass": r"\mathnormal{m}_{\mathrm{e}}",
    "elementarycharge": r"\mathnormal{e}", "hartree": r"\mathnormal{E}_{\mathrm{h}}", "planckbar": r"\hbar ",
    "mu": r"\mu ", "Omega": r"\Omega ", "Delta": r"\Delta ", "circ": _DEGREE, "micron": r"\mu m", "uA": r"\mu A",
    "mathdegree": _DEGREE, "textdegree": _DEGREE, "textmu": r"\mu ", "textohm": r"\Omega ", "celcius": r"{}^\circ C",
}  # fmt: skip

#: Abbreviations: a prefix in a letter, and the unit; ``u`` is micro.
_SHORT: Final = {
    "g": "f p n u m k ", "m": "p n u m c d k ", "s": "a f p n u m ", "mol": "f p n u m k ", "A": "p n u m k ",
    "L": "u m h ", "l": "u m h ", "Hz": "m k M G T ", "N": "m k M ", "Pa": "k M G ", "ohm": "m k M ",
    "V": "p n u m k ", "W": "n u m k M G ", "J": "u m k ", "eV": "m k M G T ", "F": "f p n u m ", "H": "f p n u m ",
    "C": "n u m ", "K": "m u ", "T": "n u m ", "S": "u m ", "h": "", "B": "d", "bit": "", "kat": "", "cd": "",
    "byte": "k M G T", "bar": "m", "Wh": "k M", "Sv": "m u", "Bq": "k M", "kWh": "",
}  # fmt: skip
_LETTERS: Final = {"ohm": r"\Omega ", "byte": "B"}

UNITS: Final = {
    **{
        prefix + unit: {"u": r"\mu "}.get(prefix, prefix) + _LETTERS.get(unit, unit)
        for unit, prefixes in _SHORT.items()
        for prefix in ("", *prefixes.split())
        if unit not in ("B", "byte", "ohm") or prefix
    },
    **_NAMED,
    # Tables of siunitx give these two letters a meaning that is no prefix and unit.
    "dB": "dB", "amu": "u", "uH": r"\mu H",
}  # fmt: skip

#: Units that stand at their number without a space.
ALONE: Final = frozenset((_DEGREE, "{}'", "{}''"))
#: Signs that are part of the letters of a unit, as in ``k\Omega``.
INSIDE: Final = frozenset(["mu", "Omega", "circ", "Delta", "mathdegree", "textmu", "textohm", "textdegree"])
#: Letters that no upright type of ours holds.
GREEK: Final = (
    "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda", "mu", "nu", "xi", "pi",
    "rho", "sigma", "tau", "upsilon", "phi", "chi", "psi", "omega", "Gamma", "Delta", "Theta", "Lambda", "Xi", "Pi",
    "Sigma", "Upsilon", "Phi", "Psi", "Omega", "varepsilon", "vartheta",
)  # fmt: skip
