"""docxtpl's whole tag language, on templates made here: the engine gives the XML that docxtpl gives."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from decimal import Decimal
from typing import Any

import docx
import pytest
from docx.enum.section import WD_SECTION
from docx.enum.text import WD_BREAK
from docxtpl import Listing, RichText, RichTextParagraph
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from indplan_docs.errors import TemplateFault
from indplan_docs.word import compile_template
from tests.reference import canonical_parts, render_with_docxtpl
from tests.word_templates import control, drawing, note, p, package, r, section, split, tbl, tc, text_box, tr

Data = dict[str, Any]

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
RICH = {
    "name": "Åsa & <Bo>",
    "a": True,
    "b": False,
    "n": 3,
    "x": 2.5,
    "money": Decimal("12.50"),
    "day": dt.date(2026, 12, 1),
    "xs": ["ett", "två", "tre"],
    "empty": [],
    "colour": "FF0000",
    "goals": [
        {"t": "Bo kvar", "done": True, "steps": [{"w": "a", "d": "1"}, {"w": "b & c", "d": "2"}]},
        {"t": "Arbeta", "done": False, "steps": []},
        {"t": "Vila <mycket>", "done": True, "steps": [{"w": "c", "d": "3"}]},
    ],
    "org": {"name": "Nordvik", "unit": {"name": "LSS"}, "phone": "070"},
    "note": "rad 1\nrad 2\tspalt\n\nslut",
    "text": "  inledande och avslutande  ",
}
POOR = RICH | {
    "name": "",
    "a": False,
    "b": True,
    "n": 0,
    "x": -0.0,
    "xs": ["ensam"],
    "goals": [],
    "note": "{{ name }} {% if a %} 😀 \"q\" 'q'",
    "text": "a" * 5000,
}
MIDDLE = RICH | {
    "name": "\tx\n",
    "b": True,
    "n": 12,
    "goals": [{"t": "En", "done": False, "steps": [{"w": "{{ n }}", "d": "&amp;"}] * 3}],
    "xs": ["1", "2", "3", "4", "5"],
    "text": "a  b   c\u00a0d",
}
DATA = (RICH, POOR, MIDDLE)


def same(template: bytes, *contexts: Data) -> None:
    made = compile_template(template)
    for values in contexts or DATA:
        theirs = canonical_parts(render_with_docxtpl(template, values))
        ours = canonical_parts(made.render(values))
        for name in theirs:
            if name.endswith(("styles.xml", "stylesWithEffects.xml", "numbering.xml", "settings.xml")):
                continue
            assert ours[name].decode() == theirs[name].decode(), name


def ours(template: bytes, values: Data, part: str = "word/document.xml") -> str:
    return canonical_parts(compile_template(template).render(values))[part].decode()


def shown(xml: str) -> str:
    root = etree.fromstring(xml)
    return "|".join("".join(t.text or "" for t in found.iter(f"{W}t")) for found in root.iter(f"{W}p"))


def refused(template: bytes, values: Data | None = None) -> TemplateFault:
    with pytest.raises(TemplateFault) as caught:
        compile_template(template).render(RICH if values is None else values)
    return caught.value


INLINE = {
    "value": "Hej {{ name }}!",
    "values": "{{ name }}{{n}} {{ x }} {{money}} {{ day }}",
    "text around": " {{ text }} ",
    "layout": "före {{ note }} efter",
    "if": "{% if a %}ja{% endif %}",
    "if else": "x{% if b %} ja {% else %} nej {% endif %}y",
    "elif": "{% if n > 10 %}stor{% elif n > 2 %}liten{% elif n == 0 %}ingen{% else %}en{% endif %}",
    "smaller": "{% if n < 3 and x >= 2 or not a %}ja{% else %}nej{% endif %}",
    "for": "{% for x in xs %}{{ x }}, {% endfor %}",
    "for else": "{% for x in empty %}{{ x }}{% else %}inget{% endfor %}",
    "for if": "{% for g in goals if g.done %}{{ loop.index }}/{{ loop.length }} {{ g.t }};{% endfor %}",
    "for if else": "{% for g in goals if g.steps|length > 5 %}{{ g.t }}{% else %}inga{% endfor %}",
    "loop": "{% for x in xs %}{% if not loop.first %}, {% endif %}{{ loop.index0 }}{{ loop.revindex }}{{ x }}"
    "{% if loop.last %}.{% endif %}{% endfor %}",
    "previtem": "{% for x in xs %}{% if loop.previtem is defined %}{{ loop.previtem }}<{% endif %}{{ x }}"
    "{% if loop.nextitem is defined %}>{{ loop.nextitem }}{% endif %}{% endfor %}",
    "outer loop": "{% for g in goals %}{% set o = loop %}{% for s in g.steps %}{{ o.index }}.{{ loop.index }} "
    "{{ s.w }};{% endfor %}{% endfor %}",
    "unpacking": "{% for k, v in org|dictsort if v is string %}{{ k }}={{ v }};{% endfor %}",
    "items": "{% for k, v in org|items %}{{ k }} {% endfor %}",
    "getitem": "{{ org['name'] }} {{ org[\"unit\"]['name'] }} {{ xs[0] }} {{ xs[-1] }}",
    "mixed access": "{{ org['unit'].name }} {{ org.unit['name'] }}",
    "arithmetic": "{{ n + 1 }} {{ n * 2 - 1 }} {{ n // 2 }} {{ n % 2 }} {{ (n + 1) * 2 }} {{ -n }} {{ n / 4 }}",
    "arithmetic condition": "{% if n * 2 + 1 > 6 and n % 2 == 1 %}udda{% endif %}",
    "concatenation": '{{ "a" ~ n ~ name }} {{ name + "!" }}',
    "string comparison": "{% if org.name == \"Nordvik\" %}N{% endif %}{% if name != 'x' %}!{% endif %}",
    "string order": '{% if name > "A" %}efter{% endif %}',
    "in": '{% if "ett" in xs %}har{% endif %}{% if "noll" not in xs %}saknar{% endif %}',
    "tests": "{% if nothing is not defined %}o{% endif %}{% if name is defined %}d{% endif %}"
    "{% if n is none %}N{% endif %}{% if n is odd %}u{% endif %}{% if n is even %}e{% endif %}"
    "{% if n is number and name is string %}t{% endif %}{% if xs is iterable %}i{% endif %}"
    "{% if n is divisibleby 3 %}3{% endif %}{% if org is mapping %}m{% endif %}",
    "inline if": "{{ 'ja' if a else 'nej' }} {{ name if name else '–' }} {{ name or 'tom' }}",
    "filters": "{{ name|upper }} {{ name|lower }} {{ name|title }} {{ name|capitalize }} {{ text|trim }}",
    "filter arguments": "{{ xs|join(', ') }} {{ nothing|default('–') }} {{ name|default('tom', true) }} {{ x|round }} "
    "{{ x|round(1) }} {{ x|round(0, 'floor') }} {{ name|replace('s', 'z') }} {{ name|truncate(5) }}",
    "list filters": "{{ xs|length }} {{ xs|first }} {{ xs|last }} {{ xs|sort|join }} {{ xs|reverse|join('-') }} "
    "{{ xs|map('upper')|join('+') }} {{ goals|map(attribute='t')|join('; ') }}",
    "select": "{{ goals|selectattr('done')|map(attribute='t')|list|length }} "
    "{{ goals|rejectattr('done')|list|count }} {{ [n, 1, 2]|sum }} {{ [1, n]|max }} {{ [n]|min }} {{ n|abs }}",
    "int float": "{{ '12'|int + 1 }} {{ '1.5'|float }} {{ n|string }} {{ name|wordcount }}",
    "groupby": "{% for d, gs in goals|groupby('done') %}{% for g in gs %}{{ g.t }}{% endfor %};{% endfor %}",
    "escape": "{{ name|e }} {{ note|escape }}",
    "join lines": "{{ xs|join('\\n') }}",
    "set": "{% set y = n + 1 %}{{ y }}{% set z, q = 1, 2 %}{{ z }}{{ q }}",
    "set block": "{% set y %}<{{ name }}>{% endset %}{{ y }}{{ y }}",
    "set block layout": "{% set y %}{{ note }}{% endset %}{{ y }}",
    "set block filter": "{% set y|upper %}x{{ n }}{% endset %}{{ y }}",
    "with": "{% with y = n, z = 'ö' %}{{ y }}{{ z }}{% endwith %}",
    "macro": "{% macro m(x, y='d') %}[{{ x }}/{{ y }}]{% endmacro %}{{ m(name) }} {{ m(n, y=note) }}",
    "call": "{% macro m(x) %}({{ x }}: {{ caller() }}){% endmacro %}{% call m(n) %}in{{ name }}{% endcall %}",
    "filter block": "{% filter upper %}abc {{ xs[0] }}{% endfilter %}",
    "comment": "a{# {{ nothing }} < > & #}b",
    "raw": "{% raw %}{{ name }} {% if %}{% endraw %}",
    "escaped": "{_{ name }_} {_% if a %_} }} %}",
    "smart quotes": "{{ org[“name”] }} {% if name == ‘x’ %}x{% endif %}{{ xs|join(”, “) }} {{ ’ö’ }}",
    "dash in a string": "{{ xs|join(' – ') }} {% if name == '–' %}x{% endif %}{{ '…«»„' }}{{ 'a\u00a0b' }}",
    "whitespace": "a  {{- n -}}  b {%- if a -%}  c  {%- endif %} d",
    "closing in a string": "{{ '}' }}{{ '{' }}{{ 'a > b' }}",
    "escaped in a string": "{{ '{_{ }_} {_% %_}' }} {% if '{_{' == '}_}' %}x{% endif %}",
    "tag like data": "{{ note }} {{ '{' }}",
    "dict literal": "{{ {'a': 'x', 'b': {'c': n}}['b'] ['c'] }}",
    "list literal": "{% for q in ['a', 'b'] %}{{ q }}{% endfor %}",
    "long": "{{ text }}{{ text }}",
    "empty": "{{ '' }}",
    "number forms": "{{ 1 }} {{ 1.0 }} {{ 1_000 }} {{ 12345678.9 }} {{ n|float }}",
    "ampersand beside": "R & D <{{ name }}> \"'",
    "nothing": "bara text & <tecken>",
    "chained": "{% if 1 < n <= 3 %}mellan{% endif %}",
    "literal in": "{% if org.name in ['Nordvik', 'x'] %}ja{% endif %}{% if n in (1, 3) %}3{% endif %}",
    "slices": "{{ xs[:2]|join }} {{ name[:3] }}",
}


@pytest.mark.parametrize("text", INLINE.values(), ids=INLINE)
def test_a_tag_in_a_paragraph_means_what_it_means_to_docxtpl(text: str) -> None:
    same(package(p("före") + p(r(text, "<w:b/>")) + p(text) + p("efter")))


# in docxtpl ``{%-`` takes away what stands before it up to the text before: in a hyperlink, the hyperlink's beginning
ANYWHERE = {name: text for name, text in INLINE.items() if name != "whitespace"}


@pytest.mark.parametrize("text", ANYWHERE.values(), ids=ANYWHERE)
def test_a_tag_in_every_other_place_means_the_same(text: str) -> None:
    link = f'<w:hyperlink r:id="rL">{r(text)}</w:hyperlink>'
    body = (
        tbl(tr(text, "x"), tr("y", tbl(tr(text, "z")) + p()))
        + p(link, properties="<w:jc w:val='left'/>")
        + p("i löptext ", control(r(text, "<w:i/>")), " kontroll")
        + control(p(text), p(text))
        + p(text_box(p(text), p("x ", r(text, "<w:i/>"))))
    )
    parts = {"header1": p(text), "footer1": tbl(tr(text, "f")), "footnotes": note(2, p(text))}
    clean = [values | {"note": values["note"].replace("\t", " ").replace("{", "")} for values in DATA]
    same(package(body, parts, {"rL": "https://example.org/"}), *clean)


BROKEN = {("filter block", 99), ("set block filter", 99), ("whitespace", 2)} | {("dict literal", n) for n in (3, 4, 99)}
"""What docxtpl makes no sense of: a filter on runs, ``{%-`` that takes away a run's end, ``}}`` inside a tag."""


SPLIT = [(name, pieces) for name in INLINE for pieces in (2, 3, 4, 99) if (name, pieces) not in BROKEN]


@pytest.mark.parametrize(("name", "pieces"), SPLIT)
def test_a_tag_that_word_split_over_runs_is_put_together(name: str, pieces: int) -> None:
    text = split(INLINE[name], pieces)
    same(package(p("a ", text, " b") + tbl(tr(tc(p(text)), "x"))), RICH | {"note": "rad 1\nrad 2"}, POOR)


BLOCKS = {
    "p if": p("{%p if a %}") + p("ja {{ name }}") + p("{%p else %}") + p("nej") + p("{%p endif %}") + p("s"),
    "p elif": p("{%p if n > 10 %}")
    + p("1")
    + p("{%p elif n %}")
    + p("2")
    + p("{%p else %}")
    + p("3")
    + p("{%p endif %}"),
    "p for": p("{%p for g in goals %}") + p("{{ g.t }}", properties='<w:pStyle w:val="L"/>') + p("{%p endfor %}"),
    "p nested": p("{%p for g in goals %}")
    + p("{{ loop.index }} {{ g.t }}")
    + p("{%p if g.done %}")
    + p("{%p for s in g.steps %}")
    + p("{{ s.w }} {{ s.d }}")
    + p("{%p endfor %}")
    + p("{%p else %}")
    + p("ogjort")
    + p("{%p endif %}")
    + p("{%p endfor %}"),
    "p for else": p("{%p for x in empty %}") + p("{{ x }}") + p("{%p else %}") + p("tomt") + p("{%p endfor %}"),
    "p comment": p("a") + p("{#p en anteckning #}") + p("b") + p("{# inne #}"),
    "p set": p("{%p set y = n + 1 %}") + p("{{ y }}"),
    "p set block": p("{%p set y %}") + p("{{ name }}") + p("{%p endset %}") + p("{{p y }}") + p("{{p y }}"),
    "p macro": p("{%p macro m(t) %}")
    + p("M ", r("{{ t }}", "<w:b/>"))
    + p("{%p endmacro %}")
    + p("{{p m(name) }}")
    + p("{{p m(note) }}"),
    "p with": p("{%p with y = n %}") + p("{{ y }}") + p("{%p endwith %}"),
    "p split": p(split("{%p if a %}", 4)) + p("ja") + p(split("{%p endif %}", 3)),
    "p around table": p("{%p if goals %}")
    + tbl(tr("Mål", "Klart"), tr("{%tr for g in goals %}", ""), tr("{{ g.t }}", "{{ 'ja' if g.done else 'nej' }}"))[:-8]
    + tr("{%tr endfor %}", "")
    + "</w:tbl>"
    + p("{%p endif %}"),
    "tr for": tbl(
        tr("h", "h"), tr("{%tr for g in goals %}", ""), tr("{{ g.t }}", "{{ loop.index }}"), tr("{%tr endfor %}", "")
    ),
    "tr if": tbl(
        tr("h", "h"),
        tr("{%tr if a %}", ""),
        tr("A", "{{ n }}"),
        tr("{%tr else %}", ""),
        tr("B", ""),
        tr("{%tr endif %}", ""),
    ),
    "tr split": tbl(
        tr("h", "h"), tr(p(split("{%tr for g in goals %}", 3)), ""), tr("{{ g.t }}", "x"), tr("{%tr endfor %}", "")
    ),
    "tr nested": tbl(
        tr("h", "h"),
        tr("{%tr for g in goals %}", ""),
        tr("{{ g.t }}", ""),
        tr("{%tr for s in g.steps %}", ""),
        tr("{{ s.w }}", "{{ s.d }}"),
        tr("{%tr endfor %}", ""),
        tr("{%tr endfor %}", ""),
    ),
    "tr comment": tbl(tr("h", "h"), tr("{#tr not #}", ""), tr("x", "y")),
    "tr in nested": tbl(
        tr("h", tbl(tr("i", "i"), tr("{%tr for x in xs %}", ""), tr("{{ x }}", "b"), tr("{%tr endfor %}", "")) + p())
    ),
    "nested in tr": tbl(
        tr("h", "h"),
        tr("{%tr for g in goals %}", ""),
        tr(
            "{{ g.t }}",
            tbl(tr("i"), tr("{%tr for s in g.steps %}"), tr("{{ s.w }}"), tr("{%tr endfor %}"), columns=1) + p(),
        ),
        tr("{%tr endfor %}", ""),
    ),
    "table in p for": p("{%p for g in goals %}") + tbl(tr("{{ g.t }}", "{{ n }}")) + p("") + p("{%p endfor %}"),
    "p in cell": tbl(
        tr(tc("{%p for x in xs %}", "{{ x }}", "{%p endfor %}", "s"), tc("{%p if a %}", "ja", "{%p endif %}", ""))
    ),
    "tc for": tbl(tr("{%tc for x in xs %}", "{{ x }}", "{%tc endfor %}"), columns=1),
    "tc for rows": tbl(
        tr("{%tc for x in xs %}", "{{ x }}", "{%tc endfor %}"),
        tr("a", "{%tc for x in xs %}", "{{ loop.index }}", "{%tc endfor %}"),
    ),
    "tc if": tbl(tr("a", "{%tc if a %}", "b", "{%tc endif %}", "c"), columns=3),
    "tc in tr": tbl(
        tr("{%tr for g in goals %}"),
        tr("{{ g.t }}", "{%tc for s in g.steps %}", "{{ s.w }}", "{%tc endfor %}"),
        tr("{%tr endfor %}"),
        tr("static", "x", "y"),
        columns=3,
    ),
    "tc comment": tbl(tr("a", "{#tc b #}", "c")),
    "inline for over cells": tbl(tr("{% for x in xs %}{{ x }}", "b{% endfor %}", "c"), columns=3),
    "inline if over cells": tbl(tr("{% if a %}{{ n }}", "b{% endif %}", "c"), columns=3),
    "inline if over cells only": tbl(tr("h{% if a %}", "h{% endif %}")),
    "inline for over rows": tbl(tr("h", "h"), tr("{% for x in xs %}{{ x }}", "b"), tr("c{% endfor %}", "d")),
    "inline over paragraphs": p("{% if a %}x") + p("y{% endif %}z"),
    "inline over runs": p("{% if a %}x", r("y{% endif %}z", "<w:b/>")),
    "inline for over paragraphs": p("{% for x in xs %}x") + p("{{ x }}{% endfor %}z"),
    "cellbg": tbl(
        tr(tc("{% cellbg colour %}x"), tc("{% cellbg '00FF00' %}", properties='<w:shd w:val="clear" w:fill="1"/>'))
    ),
    "cellbg loop": tbl(
        tr("h", "h"),
        tr("{%tr for g in goals %}", ""),
        tr(tc("{% cellbg 'FF0000' if g.done else '00FF00' %}{{ g.t }}"), "x"),
        tr("{%tr endfor %}", ""),
    ),
    "colspan": tbl(
        tr(tc("{% colspan n + 1 %}{{ name }}")), tr("{%tc for q in [0, 1, 2, 3] %}", "{{ q }}", "{%tc endfor %}")
    ),
    "colspan length": tbl(
        tr("{% colspan xs|length %}rubrik"), tr("{%tc for x in xs %}", "{{ x }}", "{%tc endfor %}"), columns=3
    ),
    "hm": tbl(
        tr("{%tc for x in xs %}", "{{ x }}", "{%tc endfor %}"),
        tr("{%tc for x in xs %}", "{% hm %}alla", "{%tc endfor %}"),
    ),
    "hm span": tbl(
        tr("{%tc for x in xs %}", tc("{% hm %}{{ n }}", properties='<w:gridSpan w:val="2"/>'), "{%tc endfor %}"),
        columns=2,
    ),
    "vm": tbl(
        tr("h", "h"), tr("{%tr for x in xs %}", ""), tr("{% vm %}samma {{ n }}", "{{ x }}"), tr("{%tr endfor %}", "")
    ),
    "vm split": tbl(
        tr("h", "h"),
        tr("{%tr for x in xs %}", ""),
        tr(tc(p(r("före "), r("{% vm %}samma", "<w:b/>"))), "{{ x }}"),
        tr("{%tr endfor %}", ""),
    ),
    "r if": p("a ", r("{%r if a %}"), r("fet", "<w:b/>"), r("{%r else %}"), r("nej"), r("{%r endif %}"), " b"),
    "r for": p(r("{%r for x in xs %}"), r("{{ x }} ", "<w:i/>"), r("{%r endfor %}")),
    "r beside": p("x {%r if a %}ja{%r endif %} y"),
    "minus lines": p("{%- if a %}") + p("x") + p("{% endif -%}") + p("y"),
    "minus joins": p("Ett ") + p("{%- if a %} två{% else %} tre{% endif -%}") + p(" fyra"),
    "minus for": p("lista: {% for x in xs -%}") + p("{{ x }}, ") + p("{%- endfor %}."),
    "page break": p('<w:r><w:br w:type="page"/></w:r>', "{{ name }}")
    + p("{%p if a %}")
    + p('<w:r><w:br w:type="page"/></w:r>')
    + p("{%p endif %}"),
    "tab and break": p("<w:r><w:t>a</w:t><w:tab/><w:t>{{ name }}</w:t><w:br/><w:t>{{ n }}</w:t></w:r>"),
    "numbered": p("{%p for x in xs %}")
    + p("{{ x }}", properties='<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>')
    + p("{%p endfor %}"),
    "section in the middle": p("{{ name }}")
    + p("x", properties=section())
    + p("{%p if a %}")
    + p("y{{ n }}")
    + p("{%p endif %}"),
    "picture": p(drawing(5), "{{ name }}", drawing(5)) + p(drawing(9)),
    "picture in a loop": p(drawing(1))
    + p("{%p for x in xs %}")
    + p(drawing(2), "{{ x }}")
    + p("{%p endfor %}")
    + p(drawing(3)),
    "picture with alt text": p(drawing(1, description="{{ name }} &lt; {{ 'a' if n > 2 else 'b' }}")),
    "picture in a condition": p("{%p if a %}") + p(drawing(1)) + p("{%p endif %}") + p(drawing(1)),
    "picture without tags": p(drawing(7)) + p(drawing(7)),
    "picture in a macro": p("{%p macro m() %}")
    + p(drawing(4))
    + p("{%p endmacro %}")
    + p(drawing(4))
    + p("{{p m() }}")
    + p("{{p m() }}"),
    "picture in a set block": p("{%p set s %}")
    + p(drawing(4))
    + p("{%p endset %}")
    + p(drawing(4))
    + p("{{p s }}")
    + p("{{p s }}"),
    "text box loop": p(text_box(p("{%p for x in xs %}"), p("{{ x }}"), p("{%p endfor %}"), p("s"))) + p("{{ n }}"),
    "text box in a loop": p("{%p for x in xs %}")
    + p("före ", text_box(p("{{ x }}"), p("två")), " efter {{ x }}")
    + p("{%p endfor %}"),
    "control loop": control(p("{%p for x in xs %}"), p("{{ x }}"), p("{%p endfor %}")),
    "loop of controls": p("{%p for x in xs %}") + control(p("{{ x }}"), tag="{{ loop.index }}") + p("{%p endfor %}"),
    "control around a cell": tbl(f"<w:tr>{control(tc('{{ name }}'))}{tc('x')}</w:tr>"),
    "control around rows": tbl(
        tr("a", "b"), control(tr("{%tr for x in xs %}", ""), tr("{{ x }}", ""), tr("{%tr endfor %}", ""))
    ),
    "cell ending in a bookmark": tbl(
        tr(tc("{{ n }}", '<w:p/><w:bookmarkEnd w:id="1"/>'), "x"),
        tr("{%tc for x in xs %}", "{{ x }}", "{%tc endfor %}"),
    ),
    "cell of a control": tbl(tr(tc(control(p("{{ n }}")))), tr("{%tc for x in xs %}", "{{ x }}", "{%tc endfor %}")),
    "wide nested table": tbl(tr("a", tbl(tr("1", "2", "3", "{{ n }}"), columns=4) + p())),
    "narrow row": tbl(tr("{{ n }}"), tr("a", "b"), columns=4),
    "static tables": tbl(tr("a", "b", "c"), columns=5) + p("ingen tagg"),
    "vertical merge": tbl(
        tr(tc("{{ n }}", properties='<w:vMerge w:val="restart"/>'), "x"), tr(tc("", properties="<w:vMerge/>"), "y")
    ),
    "shading by value": p(r("{{ name }}", '<w:color w:val="{{ colour }}"/>')),
    "math": p("<m:oMath><m:r><m:t>{{ n }} + {{ name }}</m:t></m:r></m:oMath>"),
    "layout of the template": p(
        "<w:r><w:rPr><w:b/></w:rPr><w:t>a\tb\nc {{ n }}\t{% if n &lt; 5 %}\nd{% endif %}</w:t></w:r>"
    ),
    "layout without tags": p("<w:r><w:t>a\tb\nc</w:t></w:r>"),
    "empty self-closing": '<w:p/><w:p w:rsidR="00000001"/>'
    + p("{%p if a %}")
    + "<w:p/>"
    + p("{%p endif %}")
    + p("{{ n }}"),
    "text beside": p("{%p if a %} {{ x }}") + p("y") + p("{%p endif %}"),
    "call over paragraphs": p("{%p macro m(t) %}")
    + p("före {{ t }}")
    + p("{{p caller() }}")
    + p("{%p endmacro %}")
    + p("{%p call m(n) %}")
    + p("inne {{ name }}")
    + p("{%p endcall %}"),
    "macro in another format": p("{% macro m(t) %}<{{ t }}>{% endmacro %}x")
    + p(r("{{ m(note) }}", "<w:b/>"))
    + p("{{ m(text) }}"),
    "empty rich": p("{{r '' }}") + p("{{p '' }}"),
    "empty loop of paragraphs": p("{%p for x in empty %}") + p("{{ x }}") + p("{%p endfor %}"),
    "property bags": p("{{ n }}", properties="<w:jc w:val=\"{{ 'left' if a else 'right' }}\"/>"),
    "space kept": p(r(" {{ n }}"), r("{{ n }} "), r(" x "), r("y")) + p("<w:r><w:t>x</w:t></w:r>", "{{ n }}"),
    "line in a tag": p("<w:r><w:t>{{ name\n|upper }}{% if\n a\n%}x{% endif %}</w:t></w:r>"),
}


@pytest.mark.parametrize("body", BLOCKS.values(), ids=BLOCKS)
def test_blocks_give_what_docxtpl_gives(body: str) -> None:
    same(package(body))


@pytest.mark.parametrize("body", BLOCKS.values(), ids=BLOCKS)
def test_blocks_give_the_same_in_the_other_parts(body: str) -> None:
    content = body.replace("<w:sectPr>", "<w:x>").replace("</w:sectPr>", "</w:x>")
    clean = [values | {"note": values["note"].replace("{", "")} for values in DATA]
    clean[2]["goals"][0]["steps"] = [{"w": "w", "d": "d"}]
    same(package(p("{{ n }}"), {"header1": content, "footer1": content, "footnotes": note(1, content)}), *clean)
    same(
        package(p("{{ n }}") + p("x", properties=section()) + p("y"), {"header1": content, "footer2": content}), *clean
    )


# --- values that bring formatting of their own ------------------------------------------------------------------------


def rich() -> RichText:
    made = RichText("Fet & <ny>\nrad\ttabb ", bold=True, color="#FF0000", font="Arial")
    made.add("kursiv\tx", italic=True, size=24, underline="double", style="S", lang="nb-NO")
    made.add("vanlig")
    return made


@pytest.mark.parametrize(
    "body",
    [
        p("a {{r rt }} b"),
        p(r("{{r rt }}", "<w:b/>"), properties='<w:jc w:val="left"/>'),
        p(split("före {{r rt }} efter", 3)),
        p("{% for x in xs %}{{r rt }}{{ x }}{% endfor %}"),
        p(r("{%r if a %}"), r("{{r rt }}"), r("{%r endif %}")),
        tbl(tr("{{r rt }}", "{% cellbg 'FF0000' %}{{r rt }}")),
        p("{{p rp }}") + p("s"),
        tbl(tr(tc("{{p rp }}", "s"), "x")),
        p("{%p for x in xs %}") + p("{{p rp }}") + p("{%p endfor %}"),
        p("{{r rt if a else '' }}"),
    ],
)
def test_rich_text_brings_its_own_runs(body: str) -> None:
    values = RICH | {"rt": rich(), "rp": RichTextParagraph(rich(), parastyle="Rubrik")}
    same(package(body), values, values | {"a": False})
    same(package(p("x"), {"header1": body, "footnotes": note(1, body)}), values)


@pytest.mark.parametrize("text", ["a\nb", "a\tb\nc & <d>", "a\ab", "a\fb", "\a\n\f\t", "ett\atvå\ttre\nfyra\ffem"])
def test_a_listing_becomes_lines_tabs_paragraphs_and_pages(text: str) -> None:
    bold, centred = "<w:b/>", '<w:jc w:val="center"/>'
    body = p(r("före {{ li }} efter {{ n }}", bold), properties=centred) + tbl(tr("{{ li }}", tc(p("{{ li }}"), "x")))
    looped = p("{%p for x in xs %}") + p("{{ x }}{{ li }}", properties=centred) + p("{%p endfor %}")
    values = RICH | {"li": Listing(text)}
    same(package(body + looped), values)
    same(package(p("x"), {"header1": body, "footnotes": note(1, body)}), values)


def test_a_listing_in_a_link_keeps_the_link_whole() -> None:
    """A paragraph cannot end inside a link: the new paragraph is a new line there. docxtpl breaks the XML."""
    link = f'<w:hyperlink r:id="rL">{r("{{ li }}")}</w:hyperlink>'
    made = ours(package(p(link), links={"rL": "https://example.org/"}), {"li": Listing("a\ab")})
    assert '>a</w:t><w:br></w:br><w:t xml:space="preserve">b</w:t></w:r></w:hyperlink>' in made


def test_text_between_runs_would_be_lost_and_is_refused() -> None:
    assert refused(package(p("{{r name }}"))).problem == "value_text_between_runs"
    assert refused(package(p("{{p n }}"))).problem == "value_text_between_runs"


# --- whole documents, as python-docx makes them -----------------------------------------------------------------------


def document() -> docx.document.Document:
    made = docx.Document()
    section_ = made.sections[0]
    section_.different_first_page_header_footer = True
    made.settings.odd_and_even_pages_header_footer = True
    for name in ("", "first_page_", "even_page_"):
        for kind in ("header", "footer"):
            part = getattr(section_, f"{name}{kind}")
            part.is_linked_to_previous = False
            part.paragraphs[0].text = f"{kind} {name}{{{{ name }}}}{{% if a %}} ja{{% endif %}}"
            table = part.add_table(1, 2, docx.shared.Cm(10))
            table.cell(0, 0).text, table.cell(0, 1).text = "{{ n }}", "{% for x in xs %}{{ x }}{% endfor %}"
    return made


def saved(made: docx.document.Document) -> bytes:
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def test_headers_and_footers_of_every_kind_and_section() -> None:
    made = document()
    made.add_paragraph("{{ name }}")
    new = made.add_section(WD_SECTION.CONTINUOUS)
    new.header.is_linked_to_previous = False
    new.header.paragraphs[0].text = "{%p if a %}"
    new.header.add_paragraph("andra {{ org.name }}")
    new.header.add_paragraph("{%p endif %}")
    made.add_paragraph("{{ n }}")
    made.add_section(WD_SECTION.NEW_PAGE)
    made.add_paragraph("slut")
    same(saved(made))


def test_pictures_lists_and_page_breaks() -> None:
    made = document()
    picture = io.BytesIO(
        bytes.fromhex(
            "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
            "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
        )
    )
    made.add_heading("{{ name }}", 1)
    made.add_picture(picture)
    made.add_paragraph("{%p for g in goals %}")
    made.add_paragraph("{{ g.t }}", style="List Number").add_run().add_picture(picture)
    made.add_paragraph("{%p for s in g.steps %}")
    made.add_paragraph("{{ s.w }}", style="List Bullet 2")
    made.add_paragraph("{%p endfor %}")
    made.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    made.add_paragraph("{%p endfor %}")
    table = made.add_table(3, 3, style="Table Grid")
    table.cell(0, 0).merge(table.cell(0, 2)).text = "{{ name }}"
    table.cell(1, 0).merge(table.cell(2, 0)).text = "{{ n }}"
    table.cell(1, 1).paragraphs[0].add_run().add_picture(picture)
    table.cell(2, 1).add_table(1, 2).cell(0, 1).text = "{{ note }}"
    same(saved(made))


def test_white_space_between_elements_is_nothing() -> None:
    """What another program indented for people to read; Word's own text keeps its spaces."""
    made = package(
        p("{%p if a %}") + p(split("{{ name }}", 3), " x ") + p("{%p endif %}"), {"header1": p(split("{{ n }}"))}
    )
    with zipfile.ZipFile(io.BytesIO(made)) as old:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as new:
            for name in old.namelist():
                root = etree.fromstring(old.read(name))
                etree.indent(root)
                new.writestr(name, etree.tostring(root, xml_declaration=True, encoding="UTF-8"))
    same(out.getvalue())


def test_notes_in_a_file_of_several_sections_are_rendered_once() -> None:
    """docxtpl renders them once a section, the second time with the data as template."""
    notes = {"footnotes": note(2, p("{{ name }} {{ note }}"), tbl(tr("{{ n }}", "x")))}
    body = p("x", properties=section()) + p("y", properties=section()) + p("z")
    same(package(body, notes), RICH)
    assert "{{ name }}" in ours(package(body, notes), RICH | {"note": "{{ name }}"}, "word/footnotes.xml")


def test_endnotes_are_rendered() -> None:
    """docxtpl leaves their tags as they are."""
    content = p("{%p for x in xs %}") + p("{{ x }} {{ note }}") + p("{%p endfor %}")
    made = ours(
        package(p("x"), {"endnotes": note(2, content, kind="endnote")}), RICH | {"note": "s"}, "word/endnotes.xml"
    )
    assert shown(made) == "ett s|två s|tre s"


# --- where the engine goes further, or another way --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("{{ n – 1 }}", "2"),
        ("{{\u00a0n\u00a0+\u00a01\u00a0}}", "4"),
        ("{%\u00a0if a\u00a0%}ja{%\u00a0endif\u00a0%}", "ja"),
        ("{{ n — 1 }}{{ 'a — b' }}", "2a — b"),
        ("{{ org[„name“] }}", "Nordvik"),
        ("{{ org[»name«] }}", "Nordvik"),
        ("{{ xs|join(„ – “) }}", "ett – två – tre"),
    ],
)
def test_dashes_and_quotes_of_word_in_a_tag(text: str, printed: str) -> None:
    assert shown(ours(package(p(text)), RICH)) == printed
    assert shown(ours(package(p(split(text, 4))), RICH)) == printed


def test_no_break_spaces_after_the_letter_of_a_tag() -> None:
    body = (
        p("{%p\u00a0if a %}")
        + p("ja")
        + p(split("{%p\u00a0endif %}", 4))
        + tbl(tr("h"), tr("{%tr\u202fif b %}"), tr("x"), tr("{%tr endif %}"))
    )
    assert shown(ours(package(body), RICH)) == "ja|h"


def test_a_table_without_rows_goes() -> None:
    """docxtpl leaves a table that Word calls damaged. A cell that has lost its paragraphs gets an empty one."""
    rows = tbl(tr("{%tr for x in empty %}"), tr("{{ x }}"), tr("{%tr endfor %}"), columns=1)
    made = ours(package(p("a") + rows + p("b") + tbl(tr(tc("{%p if b %}", "x", "{%p endif %}"), rows + p("y")))), RICH)
    assert made.count("<w:tbl>") == 1
    assert shown(made) == "a|b||y"


def test_a_table_whose_rows_are_in_a_content_control_stays() -> None:
    rows = tbl(control(tr("a", "{{ n }}"))) + tbl(tr("{%tc for x in xs %}", "{{ x }}", "{%tc endfor %}"))
    same(package(rows))


def test_a_line_break_after_a_text_box_is_kept() -> None:
    """docxtpl leaves it as white space, which Word shows as a space."""
    made = ours(package(p(text_box(p("i")), "efter {{ note }}", r(" {{ note }}", "<w:b/>"))), RICH)
    assert "rad 1\n" not in made
    assert made.count("<w:br></w:br>") == 6
    assert "<w:rPr><w:b></w:b></w:rPr><w:tab></w:tab>" in made


# --- what a template tells of itself ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "fault", ["{{ nothing }}", "{{ n|nofilter }}", "{% for q in n %}{% endfor %}", "{{ missing.x.y }}", "{% endif %}"]
)
def test_errors_tell_words_own_paragraph_number(fault: str) -> None:
    template = package(
        p(text_box(p("i rutan"), p("två")))  # paragraph 1, with 2 to 5 in it, for there are two versions of the box
        + "<w:p/>"
        + '<w:p w:rsidR="00000001"/>'
        + p("{%p if a %}")
        + p("{%p for x in xs %}")
        + p("{{ x }}")
        + p("{%p endfor %}")
        + p("{%p endif %}")
        + p("{%p if a %}")
        + p("{# inget #}")
        + p("före ", split(fault, 3))
        + p("{%p endif %}")
        + p(fault.replace("nothing", "nothing2"))
    )
    found = refused(template)
    beginning = fault == "{% endif %}"  # told where the block begins that it would end
    assert found.values["paragraph"] == (13 if beginning else 15)
    assert found.values["text"] == ("{%p if a %}" if beginning else f"före {fault}")


@pytest.mark.parametrize(
    ("body", "paragraph", "problem"),
    [
        (
            p("a") + p("{%p if a %}") + p("{%p if nothing %}") + p("{%p endif %}") + p("{%p endif %}"),
            3,
            "template_broken",
        ),
        (p("a") + p("{%p if a %}") + p("b") + p("{%p if a %}") + p("{%p endif %}"), 2, "block_not_closed"),
        (p("a") + p("{%p endif %}") + p("b"), 2, "block_not_opened"),
        (
            p("a") + p("{%p for x in xs %}") + p("{%p if a %}") + p("{%p endfor %}") + p("{%p endif %}"),
            3,
            "block_crosses",
        ),
        (tbl(tr("a", "b"), tr("{%tr if a %}"), tr("x", "{% endif %}")) + p("c"), 3, "block_splits_element"),
        (p("a") + tbl(tr("b", "{% tr for x in xs %}")) + p("c"), 3, "template_tag_with_space"),
        (
            tbl(tr("a", "b"), tr("{%tr for x in xs %}"), tr("{{ x }}", "{{ x.y }}"), tr("{%tr endfor %}")),
            5,
            "template_broken",
        ),
        (p("a") + p("{{ n|nofilter }}"), 2, "template_unknown_filter"),
        (tbl(tr("{% colspan nothing %}x", "y")), 1, "template_broken"),
        (
            p("{%p set z %}") + p("{{ n }}") + p("{{ nothing }}") + p("{%p endset %}") + p("{{p z }}"),
            3,
            "template_broken",
        ),
    ],
)
def test_errors_are_placed(body: str, paragraph: int, problem: str) -> None:
    found = refused(package(body))
    assert (found.problem, found.values["paragraph"]) == (problem, paragraph)


def test_sites_blocks_and_findings() -> None:
    body = (
        p("Hej")
        + p("{%p for g in goals %}")
        + p(r("{{ g.t|upper }}", "<w:b/>"), properties='<w:jc w:val="left"/>')
        + p("{%p if g.done %} bort")
        + tbl(tr("{{ loop.index }}", "{% cellbg colour %}x"))
        + p("{{r note }}")
        + p("{%p endif %}")
        + p("{%p endfor %}")
    )
    made = compile_template(package(body, {"header1": p("{{ name }}")}))
    assert [(s.part, s.paragraph, s.expression, s.place) for s in made.sites] == [
        ("word/document.xml", 3, "g.t|upper", "text"),
        ("word/document.xml", 5, "loop.index", "text"),
        ("word/document.xml", 6, "colour", "attribute"),
        ("word/document.xml", 7, "note", "runs"),
        ("word/header1.xml", 1, "name", "text"),
    ]
    assert made.sites[0].run_properties == "<w:rPr><w:b/></w:rPr>"
    assert made.sites[0].paragraph_properties == '<w:pPr><w:jc w:val="left"/></w:pPr>'
    assert [(b.kind, b.elements) for b in made.blocks] == [("if", ("w:body",)), ("for", ("w:body",))]
    assert [(f.problem, f.part, f.paragraph, f.text) for f in made.findings] == [
        ("text_beside_tag", "word/document.xml", 4, "{%p if g.done %} bort")
    ]


# --- any nesting, any data --------------------------------------------------------------------------------------------

NAMES = ("a", "b", "c")
# Without "_": two values that meet as "{_" and "{" become a tag in docxtpl, and stay as they are in ours.
TEXTS = st.text(st.sampled_from("abå ö\n\t&<>\"'{}%#-😀\u00a0"), max_size=8)
VALUES = st.fixed_dictionaries(
    dict.fromkeys(NAMES, TEXTS)
    | {f"is_{name}": st.booleans() for name in NAMES}
    | {f"all_{name}": st.lists(TEXTS, max_size=3) for name in NAMES}
)


def inline(depth: int) -> st.SearchStrategy[str]:
    name = st.sampled_from(NAMES)
    leaf = st.one_of(
        st.sampled_from(["x", " y ", "&", "<", "ö"]),
        name.map("{{{{ {} }}}}".format),
        name.map("{{{{ {}|upper }}}}".format),
    )
    if not depth:
        return leaf
    inner = st.lists(inline(depth - 1), max_size=3).map("".join)
    return st.one_of(
        leaf,
        st.tuples(name, inner).map(lambda t: f"{{% if is_{t[0]} %}}{t[1]}{{% endif %}}"),
        st.tuples(name, inner, inner).map(lambda t: f"{{% if not is_{t[0]} %}}{t[1]}{{% else %}}{t[2]}{{% endif %}}"),
        st.tuples(name, inner).map(lambda t: f"{{% for {t[0]} in all_{t[0]} %}}{t[1]}{{% endfor %}}"),
    )


def blocks(depth: int) -> st.SearchStrategy[str]:
    name = st.sampled_from(NAMES)
    piece = st.tuples(inline(2), st.sampled_from(["", "<w:b/>"]), st.integers(0, 4)).map(
        lambda t: p(split(t[0], t[2]) if t[2] and t[0].strip() else r(t[0], t[1]))
    )
    table = st.tuples(piece, piece).map(lambda t: tbl(tr(tc(t[0]), tc(t[1]))))
    if not depth:
        return st.one_of(piece, table)
    inner = st.lists(blocks(depth - 1), max_size=3).map("".join)
    rows = st.tuples(name, piece).map(
        lambda t: tbl(tr("h"), tr(f"{{%tr for {t[0]} in all_{t[0]} %}}"), tr(tc(t[1])), tr("{%tr endfor %}"), columns=1)
    )
    return st.one_of(
        piece,
        table,
        rows,
        st.tuples(name, inner).map(lambda t: p(f"{{%p if is_{t[0]} %}}") + t[1] + p("{%p endif %}")),
        st.tuples(name, inner, inner).map(
            lambda t: p(f"{{%p if is_{t[0]} %}}") + t[1] + p("{%p else %}") + t[2] + p("{%p endif %}")
        ),
        st.tuples(name, inner).map(lambda t: p(f"{{%p for {t[0]} in all_{t[0]} %}}") + t[1] + p("{%p endfor %}")),
        inner.map(control),
    )


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.lists(blocks(2), min_size=1, max_size=4).map("".join), VALUES)
def test_any_nesting_and_any_data_give_what_docxtpl_gives(body: str, values: Data) -> None:
    same(package(body, {"header1": body}), values)
