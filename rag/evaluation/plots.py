"""Plots: points come in, SVG text goes out. No script, no font, no request: lines and words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import NamedTuple

WIDTH, HEIGHT = 460, 280
LEFT, RIGHT, TOP, BOTTOM = 52, 16, 16, 62
COLOURS = ("#0b6e99", "#c4532f", "#5b8c2a", "#7d5ba6")
"""Told apart by people with any colour vision; dashes tell them apart in print."""

DASHES = ("", "7 4", "2 3", "10 3 2 3")
STEPS = 5


class Axis(NamedTuple):
    """An axis: what it shows, and from where to where."""

    title: str
    low: float
    high: float

    def share(self, value: float) -> float:
        """Return where on the axis a value lies, from 0 to 1."""
        return (value - self.low) / ((self.high - self.low) or 1)


Lines = Mapping[str, Sequence[tuple[float, float]]]
"""Name of a line → its points."""


def line_plot(title: str, lines: Lines, *, x: Axis, y: Axis) -> str:
    """Return an SVG of lines with a legend."""
    parts = [_grid(x, y)]
    for number, (name, points) in enumerate(lines.items()):
        parts.append(_line(points, number, x, y))
        parts.append(_legend(name, number))
    return _svg(title, parts)


def histogram(title: str, values: Sequence[float], *, unit: str, bins: int = 24) -> str:
    """Return an SVG of how often values occur, with the tail beyond the 99th percentile cut."""
    ordered = sorted(values)
    top = ordered[max(0, round(0.99 * len(ordered)) - 1)] if ordered else 1.0
    width = (top or 1.0) / bins
    counts = [0] * bins
    for value in ordered:
        if value <= top:
            counts[min(int(value / width), bins - 1)] += 1
    x, y = Axis(unit, 0, top), Axis("questions", 0, max(counts, default=1) or 1)
    bars = [_bar(i * width, (i + 1) * width, count, x, y) for i, count in enumerate(counts)]
    return _svg(title, [_grid(x, y), *bars])


def _svg(title: str, parts: Sequence[str]) -> str:
    return (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(title)}" '
        f'xmlns="http://www.w3.org/2000/svg" font-family="sans-serif" font-size="11">'
        f"<title>{escape(title)}</title>{''.join(parts)}</svg>"
    )


def _x(axis: Axis, value: float) -> float:
    return round(LEFT + axis.share(value) * (WIDTH - LEFT - RIGHT), 1)


def _y(axis: Axis, value: float) -> float:
    return round(HEIGHT - BOTTOM - axis.share(value) * (HEIGHT - TOP - BOTTOM), 1)


def _grid(x: Axis, y: Axis) -> str:
    parts = []
    for step in range(STEPS + 1):
        down, across = _tick(y, step), _tick(x, step)
        parts.append(
            f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{_y(y, down)}" y2="{_y(y, down)}" '
            'stroke="currentColor" stroke-opacity=".15"/>'
            + _text(LEFT - 6, _y(y, down) + 4, _number(down, y), "end")
            + _text(_x(x, across), HEIGHT - BOTTOM + 16, _number(across, x), "middle")
        )
    middle = (TOP + HEIGHT - BOTTOM) / 2
    parts.append(_text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - BOTTOM + 32, x.title, "middle"))
    parts.append(
        f'<g transform="rotate(-90 12 {middle})">{_text(12, middle, y.title, "middle")}</g>'
    )
    return "".join(parts)


def _tick(axis: Axis, step: int) -> float:
    return axis.low + (axis.high - axis.low) * step / STEPS


def _number(value: float, axis: Axis) -> str:
    return f"{value:,.0f}" if axis.high - axis.low >= STEPS else f"{value:.2g}"


def _text(x: float, y: float, words: str, anchor: str) -> str:
    return (
        f'<text x="{x}" y="{y}" text-anchor="{anchor}" fill="currentColor">{escape(words)}</text>'
    )


def _line(points: Sequence[tuple[float, float]], number: int, x: Axis, y: Axis) -> str:
    path = " ".join(f"{_x(x, a)},{_y(y, b)}" for a, b in points)
    return f'<polyline points="{path}" fill="none" {_stroke(number)}/>'


def _stroke(number: int) -> str:
    colour, dash = COLOURS[number % len(COLOURS)], DASHES[number % len(DASHES)]
    return f'stroke="{colour}" stroke-width="2" stroke-dasharray="{dash}"'


def _legend(name: str, number: int) -> str:
    at, down = LEFT + number * 130, HEIGHT - 10
    sample = f'<line x1="{at}" x2="{at + 22}" y1="{down - 4}" y2="{down - 4}" {_stroke(number)}/>'
    return sample + _text(at + 28, down, name, "start")


def _bar(start: float, end: float, count: int, x: Axis, y: Axis) -> str:
    left, right, top = _x(x, start), _x(x, end), _y(y, count)
    height = round(HEIGHT - BOTTOM - top, 1)
    return (
        f'<rect x="{left}" y="{top}" width="{max(right - left - 1, 0.5):.1f}" height="{height}" '
        f'fill="{COLOURS[0]}"/>'
    )
