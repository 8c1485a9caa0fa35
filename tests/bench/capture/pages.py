"""The pages and the document that the desk shows. They move by themselves; nothing is fetched."""

import json
import random
from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from tests.bench.capture.facts import Fact, filler

_HEAD = (
    "<!doctype html><meta charset=utf-8><title>{title}</title>"
    "<style>body{{font:16px/1.5 'DejaVu Sans',sans-serif;margin:24px;{css}}}{more}</style>"
)
_SERIF = "/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf"


def beside(seed: int, rows: int = 34) -> str:
    """A column of text that stands beside what changes, as it does on most pages: channels, comments, a table of contents."""
    chance = random.Random(seed)
    lines = "".join(f"<div>{filler(chance, 9)}</div>" for _ in range(rows))
    return f'<div style="position:fixed;right:16px;top:24px;width:620px;font-size:15px;color:#555">{lines}</div>'


def _page(title: str, body: str, css: str = "", more: str = "") -> str:
    return _HEAD.format(title=title, css=css, more=more) + f"<body>{body}"


def article(facts: Sequence[Fact]) -> str:
    """A long text; each screenful holds a fact."""
    chance = random.Random(1)
    parts = []
    for fact in facts:
        parts += [f"<p>{filler(chance, 40)}</p>" for _ in range(9)]
        parts.append(f"<p>{fact.sentence}</p>")
        parts += [f"<p>{filler(chance, 40)}</p>" for _ in range(3)]
    return _page("Quarterly reader", beside(11) + "".join(parts), "max-width:1100px")


def chat(facts: Sequence[Fact], every_s: float) -> str:
    """Messages that come one by one at the bottom."""
    lines = json.dumps([fact.sentence for fact in facts])
    return _page(
        "Team chat",
        beside(12)
        + f"""<div id=c style="height:560px;width:1000px;overflow:hidden;
display:flex;flex-direction:column;justify-content:flex-end"></div><script>
let lines={lines},i=0;function say(){{if(i<lines.length){{let d=document.createElement('div');d.style=
'background:#e8eefc;border-radius:8px;padding:6px 12px;margin:6px;width:fit-content';
d.textContent='Dana: '+lines[i++];c.appendChild(d)}}}}setInterval(say,{int(every_s * 1000)});</script>""",
    )


def table(facts: Sequence[Fact], every_s: float) -> str:
    """A sheet whose cells are filled in one after the other."""
    chance = random.Random(2)
    rows = "".join(
        "<tr>" + "".join(f"<td>{chance.randrange(100, 999)}</td>" for _ in range(5)) + "</tr>" for _ in range(28)
    )
    lines = json.dumps([fact.sentence for fact in facts])
    return _page(
        "Stock sheet",
        f"""<table id=t>{rows}</table><script>let lines={lines},i=0;setInterval(()=>{{if(i<lines.length){{
let r=t.rows[2+i*3].cells[1+i%3];r.textContent=lines[i++]}}}},{int(every_s * 1000)});</script>""",
        more="table{table-layout:fixed;width:1860px;border-collapse:collapse}"
        "td{overflow:hidden;border:1px solid #bbb;padding:3px 10px;font-size:14px;white-space:nowrap}",
    )


def dark(facts: Sequence[Fact], every_s: float) -> str:
    """Grey words on a dark ground; one line is written at a time."""
    lines = json.dumps([fact.sentence for fact in facts])
    return _page(
        "Night notes",
        beside(14)
        + f"""<pre id=p></pre><script>let lines={lines},i=0;setInterval(()=>{{if(i<lines.length)p.textContent+='  # '+lines[i++]+'\\n\\n'}},
{int(every_s * 1000)});</script>""",
        "background:#1e1e1e;color:#8a8a8a",
        "pre{font:15px 'DejaVu Sans Mono'}",
    )


def captions(facts: Sequence[Fact], every_s: float) -> str:
    """A picture that never stands still, with captions below it that are gone after a while."""
    lines = json.dumps([fact.sentence for fact in facts])
    return _page(
        "Recorded talk",
        beside(15)
        + f"""<canvas id=v width=960 height=480></canvas><h3 id=s style="height:40px">...</h3><script>
let g=v.getContext('2d'),n=0;setInterval(()=>{{n++;let a=g.createLinearGradient(0,0,960,480);a.addColorStop(0,`hsl(${{n*3%360}},70%,50%)`);
a.addColorStop(1,`hsl(${{(n*5+90)%360}},60%,30%)`);g.fillStyle=a;g.fillRect(0,0,960,480);for(let k=0;k<60;k++){{
g.fillStyle=`hsla(${{(k*37+n*4)%360}},80%,60%,.5)`;
g.beginPath();g.arc((k*131+n*7)%960,(k*71+n*3)%480,20+k%30,0,7);g.fill()}}}},66);
let lines={lines},i=0;setInterval(()=>{{s.textContent=i<lines.length?lines[i++]:''}},{int(every_s * 1000)});</script>""",
    )


def document(file: Path, facts: Sequence[Fact]) -> None:
    """A printed page with all its facts, as a PDF."""
    font = ImageFont.truetype(_SERIF, 34)
    page = Image.new("RGB", (1654, 2339), "white")
    draw, chance = ImageDraw.Draw(page), random.Random(3)
    y = 120
    for fact in facts:
        for text in (filler(chance, 14), fact.sentence, filler(chance, 12)):
            draw.text((140, y), text, font=font, fill=(20, 20, 20))
            y += 56
        y += 40
    page.save(file, "PDF", resolution=150)
