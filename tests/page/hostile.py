"""Words that would run or reach out if a page took them for its own, and records full of them."""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from rag.records import IngestReport
from ui.status import Arrival

RAN = "window.__ran=1"
LEAK = "http://leak.example/"

ELEMENTS = (
    f"<img src=x onerror={RAN}>",
    f"<img src={LEAK}image>",
    f"<svg onload={RAN}>",
    f"<svg><script>{RAN}</script></svg>",
    f"<svg><animate onbegin={RAN} attributeName=x dur=1s>",
    f"<script>{RAN}</script>",
    f"<script src={LEAK}script></script>",
    f"<iframe srcdoc='<script>parent.{RAN}</script>'></iframe>",
    f"<iframe src=javascript:parent.{RAN}></iframe>",
    f"<object data={LEAK}object></object>",
    f"<embed src={LEAK}embed>",
    f"<video src=x onerror={RAN}></video>",
    f"<audio src=x onerror={RAN}></audio>",
    f"<video><source onerror={RAN}></video>",
    f"<details open ontoggle={RAN}>",
    f"<input autofocus onfocus={RAN}>",
    f"<body onload={RAN}>",
    f"<style>@import '{LEAK}style'</style>",
    f"<link rel=stylesheet href={LEAK}link>",
    f"<p style=background:url({LEAK}background)>x</p>",
    f"<meta http-equiv=refresh content='0;url={LEAK}refresh'>",
    f"<base href={LEAK}>",
    f"<form action={LEAK}form><button autofocus>x</button></form>",
    f"<a href=javascript:{RAN}>x</a>",
    f"<math><mtext></mtext><mglyph><style><img src=x onerror={RAN}>",
    f"<template shadowrootmode=open><img src=x onerror={RAN}></template>",
)

PLACES = (
    "{}",
    '">{}',
    "'>{}",
    "--><!-- -->{}",
    "</p></article></section></details>{}",
    "</title></textarea></style></script>{}",
    "]]>{}",
)
"""What may stand before an element to leave the place it was put in."""

OTHERS = (
    f'" onmouseover="{RAN}" autofocus onfocus="{RAN}" x="',
    f"' onmouseover='{RAN}' autofocus onfocus='{RAN}' x='",
    f"x onfocus={RAN} autofocus tabindex=0",
    f'" style="background:url({LEAK}attribute)',
    f"javascript:{RAN}",
    f"JaVaScRiPt:{RAN}",
    f"java\tscript:{RAN}",
    f" javascript:{RAN}",
    f"data:text/html,<script>parent.{RAN}</script>",
    f"vbscript:{RAN}",
    f"//leak.example/relative#<img src=x onerror={RAN}>",
    f"[link](javascript:{RAN})",
    f'[link](https://x.example "onmouseover={RAN}")',
    f"![leak]({LEAK}markdown)",
    f"<javascript:{RAN}>",
    f"[1]: javascript:{RAN}",
    f"`<img src=x onerror={RAN}>`",
    f"**<img src=x onerror={RAN}>**",
    f"“<img src=x onerror={RAN}>” [1]",
    f"&lt;img src=x onerror={RAN}&gt;",
    f"&#60;img src=x onerror={RAN}&#62;",
    f"&amp;lt;img src=x onerror={RAN}&amp;gt;",
    f"\\u003cimg src=x onerror={RAN}\\u003e",
    f"{{{{constructor.constructor('{RAN}')()}}}}",
    f"${{{RAN}}}",
    f"#{{{RAN}}}",
    f"<%= {RAN} %>",
    f"{{@html '<img src=x onerror={RAN}>'}}",
    f"$$\\href{{javascript:{RAN}}}{{x}}$$",
    f"'; {RAN}; '",
    f'"; {RAN}; "',
    f"`; {RAN}; `",
    f"\x00<img src=x onerror={RAN}>",
    f"<img\x0bsrc=x\x0conerror={RAN}>",
    f"＜img src=x onerror={RAN}＞",
    f"<<img src=x onerror={RAN}//>",
)

VECTORS = tuple(dict.fromkeys([*(place.format(e) for place in PLACES for e in ELEMENTS), *OTHERS]))


OURS = {"format_name": "json"}
"""Arguments that never come from outside, whatever their type admits."""


def renderings(modules: Iterable[types.ModuleType], words: str) -> Iterator[tuple[str, str]]:
    """Yield what each function of these modules that makes HTML makes of records full of words.

    Functions are those named ``…_html``; they are called with every flag off, then on.
    """
    for module in modules:
        for name, function in vars(module).items():
            if name.endswith("_html") and function.__module__ == module.__name__:
                for flag in (False, True):
                    yield f"{module.__name__}.{name}", _called(function, words, flag)


_hints = cache(get_type_hints)


def _called(function: Callable[..., str], words: str, flag: bool) -> str:
    hints = dict(_hints(function))
    hints.pop("return")
    return function(**{name: _made(hint, words, flag, name) for name, hint in hints.items()})


def _made(hint: Any, words: str, flag: bool, name: str = "") -> Any:
    """Return a value of a type, with these words in every text it holds."""
    if name in OURS:
        return OURS[name]
    kind, inner = get_origin(hint) or hint, get_args(hint)
    if kind in (Union, types.UnionType):
        return _made(inner[0], words, flag, name)
    if kind is Literal:
        return inner[0]
    if dataclasses.is_dataclass(kind):
        hints = _hints(kind)
        return kind(**{name: _made(hint, words, flag, name) for name, hint in hints.items()})
    if kind in (tuple, list, Sequence, Iterable):
        return tuple(_made(part, words, flag) for part in inner if part is not Ellipsis)
    if kind is Mapping:
        return {_made(inner[0], words, flag): _made(inner[1], words, flag)}
    if kind is Callable or name == "document_of":
        return lambda *_: "" if name == "marker" else _made(inner[1], words, flag)
    if kind is int:
        return {"end": len(words), "passage_end": len(words), "number": 1}.get(name, 0)
    return _simple(kind, words, flag)


def _simple(kind: Any, words: str, flag: bool) -> Any:
    if isinstance(kind, type) and issubclass(kind, tuple):  # a NamedTuple
        hints = _hints(kind)
        return kind(**{name: _made(hint, words, flag, name) for name, hint in hints.items()})
    if kind is Arrival:
        arrival = Arrival(None, Path())  # type: ignore[arg-type]  # never started
        arrival.report, arrival.fault = _made(IngestReport, words, flag), words
        return arrival
    made = {str: words, object: words, Any: words, bool: flag, float: 0.5, Path: words}
    assert kind in made, f"nobody knows how to make {kind}"
    return made[kind]
