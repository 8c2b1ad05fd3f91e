"""Every name in a template is looked up before anything is rendered, wherever it stands."""

from __future__ import annotations

from typing import Any

import pytest

from indplan_docs.errors import TemplateFault
from indplan_docs.word import compile_template
from tests.docx_text import all_text
from tests.word_templates import p, package

FIELDS: dict[str, Any] = {
    "name": None,
    "yes": None,
    "org": {"name": None, "unit": {"name": None}},
    "goals": [{"title": None, "steps": [{"what": None}]}],
    "pair": ({"title": None},),
    "anything": [],
}
DATA = {
    "name": "Åsa",
    "yes": True,
    "org": {"name": "N", "unit": {"name": "U"}},
    "goals": [{"title": "a", "steps": [{"what": "b"}]}, {"title": "c", "steps": []}],
    "pair": [{"title": "p"}],
    "anything": [{"x": "q"}],
}

KNOWN = {
    "path": ("{{ org.unit.name }}", "U"),
    "item by name": ("{{ org['unit']['name'] }}", "U"),
    "item by number": ("{{ goals[0].title }}{{ pair[0].title }}", "ap"),
    "slice": ("{% for g in goals[:1] %}{{ g.title }}{% endfor %}{{ name[1:] }}", "asa"),
    "item by another": ("{{ org[('na', 'me')|join] }}", "N"),
    "unknown items": ("{% for x in anything %}{{ x.x }}{% endfor %}{{ anything[0].x }}", "qq"),
    "loop": (
        "{% for g in goals %}{{ loop.index }}{{ loop.length }}{{ loop.depth }}{{ g.title }}{% endfor %}",
        "121a221c",
    ),
    "loop in a loop": (
        "{% for g in goals %}{% for s in g.steps %}{{ g.title }}{{ s.what }}{% endfor %}{% endfor %}",
        "ab",
    ),
    "loop with a test": ("{% for g in goals if g.steps and name %}{{ g.title }}{% endfor %}", "a"),
    "loop else": ("{% for g in goals if g.title == 'x' %}{% else %}{{ name }}{% endfor %}", "Åsa"),
    "previous and next": (
        "{% for g in goals %}{{ loop.previtem.title if loop.last else loop.nextitem.title }}{% endfor %}",
        "ca",
    ),
    "cycle and changed": (
        "{% for g in goals %}{{ loop.cycle('x', 'y') }}{% if loop.changed(g.title) %}!{% endif %}{% endfor %}",
        "x!y!",
    ),
    "recursive": (
        "{% for g in goals recursive %}{{ g.title }}{% if g.steps %}{{ loop([]) }}{% endif %}{% endfor %}",
        "ac",
    ),
    "keys": ("{% for k in org %}{{ k }}{% endfor %}", "nameunit"),
    "several targets": (
        "{% for k, v in org|items %}{{ k }}{{ v.name if k == 'unit' else v }}{% endfor %}",
        "nameNunitU",
    ),
    "made": (
        "{% for x in [name] %}{{ x }}{% endfor %}{% for g in goals|sort(attribute='title') %}{{ g.title }}{% endfor %}",
        "Åsaac",
    ),
    "a plain value's letters": ("{% for c in name %}{{ c }}.{% endfor %}", "Å.s.a."),
    "set": ("{% set x = org.unit %}{{ x.name }}{% set y, z = name, yes %}{{ y }}", "UÅsa"),
    "set block": ("{% set x %}{{ name }}{% endset %}{{ x }}", "Åsa"),
    "set block with a filter": ("{% set x | upper %}{{ name }}{% endset %}{{ x }}", "ÅSA"),
    "filter block": ("{% filter upper %}{{ name }}{% endfilter %}", "ÅSA"),
    "with": ("{% with u = org.unit, n = name %}{{ u.name }}{{ n }}{% endwith %}", "UÅsa"),
    "if": ("{% if yes %}{% set x = org %}{{ x.name }}{% elif name %}{{ name }}{% else %}{{ yes }}{% endif %}", "N"),
    "macro": (
        "{% macro m(g, t=name) %}{{ g.title }}{{ t }}{{ varargs|join }}{{ kwargs|join }}{% endmacro %}{{ m(pair[0]) }}",
        "pÅsa",
    ),
    "macro that calls itself": (
        "{% macro m(n) %}{{ n }}{% if n %}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(2) }}",
        "210",
    ),
    "macro that calls a later one": (
        "{% macro a() %}{{ b() }}{% endmacro %}{% macro b() %}{{ name }}{% endmacro %}{{ a() }}",
        "Åsa",
    ),
    "call": (
        "{% macro m(g) %}{{ caller(g) }}{% endmacro %}{% call(x, y=name) m(pair[0]) %}{{ x.title ~ y }}{% endcall %}",
        "pÅsa",
    ),
    "what is made is not looked into": ("{{ (goals|first).title }}{{ {'a': name}.a }}", "aÅsa"),
}


@pytest.mark.parametrize("name", KNOWN)
def test_names_that_are_there(name: str) -> None:
    tags, shown = KNOWN[name]
    assert all_text(compile_template(package(p(tags)), fields=FIELDS).render(DATA)).strip() == shown


UNKNOWN = {
    "{{ nam }}": ("nam", "name"),
    "{{ quite_another }}": ("quite_another", ""),
    "{{ org.nam }}": ("org.nam", "org.name"),
    "{{ org['nam'] }}": ("org.nam", "org.name"),
    "{{ org.unit.nothing }}": ("org.unit.nothing", ""),
    "{{ name.first }}": ("name.first", ""),
    "{{ org[nam] }}": ("nam", "name"),
    "{{ goals[nam] }}": ("nam", "name"),
    "{{ goals.title }}": ("goals.title", ""),
    "{{ goals[0].titel }}": ("….titel", "….title"),
    "{{ pair[0].titel }}": ("….titel", "….title"),
    "{{ name|default(nam) }}": ("nam", "name"),
    "{{ name if nam else yes }}": ("nam", "name"),
    "{{ [name, {'a': nam}] }}": ("nam", "name"),
    "{{ 1 + nam }}": ("nam", "name"),
    "{% for g in goals %}{{ g.titel }}{% endfor %}": ("g.titel", "g.title"),
    "{% for g in goals %}{% for s in g.steps %}{{ s.wat }}{% endfor %}{% endfor %}": ("s.wat", "s.what"),
    "{% for g in goals if g.titel %}{% endfor %}": ("g.titel", "g.title"),
    "{% for g in goals %}{% else %}{{ g.title }}{% endfor %}": ("g", ""),
    "{% for g in goals %}{% else %}{{ loop.index }}{% endfor %}": ("loop", ""),
    "{% for g in goals %}{{ loop.indx }}{% endfor %}": ("loop.indx", "loop.index"),
    "{% for g in goals %}{{ loop.previtem.titel }}{% endfor %}": ("loop.previtem.titel", "loop.previtem.title"),
    "{% for g in goals if loop.first %}{% endfor %}": ("loop", ""),
    "{% for g in goal %}{% endfor %}": ("goal", "goals"),
    "{% for k in org %}{{ k.name }}{% endfor %}": ("k.name", ""),
    "{% for c in name %}{{ c.name }}{% endfor %}": ("c.name", ""),
    "{% for g in goals %}{% endfor %}{{ g.title }}": ("g", ""),
    "{% set x = org.unit %}{{ x.nam }}": ("x.nam", "x.name"),
    "{% set x = nam %}": ("nam", "name"),
    "{% set x %}{{ nam }}{% endset %}": ("nam", "name"),
    "{% filter upper %}{{ nam }}{% endfilter %}": ("nam", "name"),
    "{% with u = org.unit %}{{ u.nam }}{% endwith %}": ("u.nam", "u.name"),
    "{% with u = nam %}{% endwith %}": ("nam", "name"),
    "{% with u = name %}{% endwith %}{{ u }}": ("u", ""),
    "{% if nam %}{% endif %}": ("nam", "name"),
    "{% if yes %}{% elif nam %}{% endif %}": ("nam", "name"),
    "{% if yes %}{% else %}{{ nam }}{% endif %}": ("nam", "name"),
    "{% macro m(x=nam) %}{% endmacro %}": ("nam", "name"),
    "{% macro m(x) %}{{ nam }}{% endmacro %}": ("nam", "name"),
    "{% macro m(x) %}{% endmacro %}{{ x }}": ("x", ""),
    "{{ caller() }}": ("caller", ""),
    "{% macro m() %}{% endmacro %}{% call m(nam) %}{% endcall %}": ("nam", "name"),
    "{% macro m() %}{% endmacro %}{% call(x=nam) m() %}{% endcall %}": ("nam", "name"),
    "{% macro m() %}{% endmacro %}{% call m() %}{{ nam }}{% endcall %}": ("nam", "name"),
    "{% call m() %}{% endcall %}": ("m", ""),
    "{% for i in range(3) %}{% endfor %}": ("range", ""),
    "{% set ns = namespace(x=1) %}": ("namespace", "name"),
    "{% set ns.x = 1 %}": ("ns", ""),
    "{% set ns.x %}a{% endset %}": ("ns", ""),
    "{{ dict(a=1) }}": ("dict", ""),
    "{{ name.upper() }}": ("name.upper", ""),
    "{{ org.items() }}": ("org.items", ""),
    "{{ org.get('unit', nam) }}": ("nam", "name"),
    "{{ (name ~ 'x').upper() }}": ("….upper", ""),
    "{% macro m(x) %}{{ x.upper() }}{% endmacro %}": ("x.upper", ""),
}  # fmt: skip


@pytest.mark.parametrize("tags", UNKNOWN)
def test_names_that_are_not_there(tags: str) -> None:
    path, near = UNKNOWN[tags]
    with pytest.raises(TemplateFault) as caught:
        compile_template(package(p("före") + p(tags)), fields=FIELDS)
    fault = caught.value
    assert fault.problem == ("template_unknown_name_near" if near else "template_unknown_name")
    assert (fault.values["tag"], fault.values.get("suggestion", "")) == (path, near)
    assert (fault.values["part"], fault.values["paragraph"]) == ("word/document.xml", 2)


def test_without_fields_nothing_is_looked_up() -> None:
    assert all_text(compile_template(package(p("{{ quite_another }}"))).render({"quite_another": "x"})).strip() == "x"
