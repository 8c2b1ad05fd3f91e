"""What a generic template may do beyond the pack's own: it gives what docxtpl gives, and ends where it grows."""

from __future__ import annotations

import copy
import datetime as dt
import time
from decimal import Decimal
from typing import Any

import pytest

from indplan_docs.errors import TemplateFault
from indplan_docs.word import compile_template
from tests.docx_text import all_text
from tests.test_dialect import RICH, same
from tests.word_templates import p, package

GENERIC = {
    "range": (
        "{% for i in range(3) %}{{ i }}{% endfor %}{% for i in range(5, 0, -2) %}{{ i }}{{ loop.length }}{% e"
        "ndfor %}{{ range(n)|list|length }}{{ range(4)|sum }}{{ range(3)|join('-') }}{{ range(9)[2] }}{% if n"
        " in range(9) %}i{% endif %}"
    ),
    "ns": (
        "{% set ns = namespace(t=0, s='') %}{% for g in goals %}{% set ns.t = ns.t + loop.index %}{% set ns.s"
        " = ns.s ~ g.t %}{% endfor %}{{ ns.t }}{{ ns.s }}"
    ),
    "ns2": (
        "{% set ns = namespace({'a': 1}, b=2) %}{% set ns.a, ns.b = ns.b, ns.a %}{{ ns.a }}{{ ns.b }}{% set n"
        "s.c %}<{{ name }}>{% endset %}{{ ns.c }}{% if ns.d is defined %}x{% endif %}"
    ),
    "dict": (
        "{% set d = dict(a=1, b=name) %}{{ d.a }}{{ d['b'] }}{% for k, v in dict(org, x=n)|dictsort %}{{ k }}"
        "{% endfor %}"
    ),
    "cycler": (
        "{% set c = cycler('a', 'b') %}{% for x in xs %}{{ c.current }}{{ c.next() }}{% endfor %}{% set j = j"
        "oiner('; ') %}{% for x in xs %}{{ j() }}{{ x }}{% endfor %}"
    ),
    "batch": (
        "{% for b in xs|batch(2, '-') %}{{ b|join(',') }};{% endfor %}{% for b in xs|batch(2) %}{{ b|length }"
        "}{% endfor %}"
    ),
    "slice": (
        "{% for b in xs|slice(2) %}{{ b|join(',') }};{% endfor %}{% for b in xs|slice(4, 'x') %}{{ b|join }}."
        "{% endfor %}"
    ),
    "format": (
        "{{ '%s och %05.1f %d%%'|format(name, x, n) }}{{ '%(a)s %(b)-5s|'|format(a=n, b=name) }}{{ '%s'|forma"
        "t(money) }}{{ '%.2f'|format(money) }}{{ 'x'|format }}"
    ),
    "percent": (
        "{{ '%s-%s' % (n, name) }}{{ '%d' % n }}{{ '%(name)s' % org }}{{ '%5.2f|%-6s|%+d|%x|%c|%r' % (x, name"
        ", n, 255, 65, 'a') }}{{ '%s' % xs|join }}"
    ),
    "str.format": (
        "{{ '{0} {1} {0}'.format(name, n) }}{{ '{:>8}|{:,.2f}|{}'.format(name, x * 1000, money) }}"
        "{{ '{a}/{b!r:*^9}'.format(a=n, b='q') }}{{ '{{}}%'.format() }}{{ '{:%d.%m}'.format(day) }}"
    ),
    "center": "[{{ name|center(30) }}]{{ n|center(5) }}",
    "indent": "{{ note|indent }}{{ note|indent(2, true) }}{{ note|indent('> ', first=true, blank=true) }}",
    "wordwrap": "{{ text|wordwrap(10) }}{{ name|wordwrap(3, false) }}{{ note|wordwrap(4, true, ' / ') }}",
    "filesize": (
        "{{ 12345678|filesizeformat }}{{ n|filesizeformat(true) }}{{ 1|filesizeformat }}{{ money|filesizeformat }}"
    ),
    "striptags": "{{ '<b>fet</b> & <i>kursiv</i>  x &amp; y'|striptags }}{{ name|striptags }}",
    "urlencode": "{{ name|urlencode }}{{ {'a': name, 'b': n}|urlencode }}",
    "forceescape": "{{ name|forceescape }}",
    "decimal": (
        "{{ money + 1 }} {{ money * 2 }} {{ money - 1 }} {{ money / 2 }} {{ money // 2 }} {{ money % 5 }} {{ "
        "money + money }} {{ money|round(1) }} {{ money|round }} {{ money|int }} {{ money|float }} {{ money|a"
        "bs }} {{ [money, money]|sum }} {{ -money }} {{ [money, 1]|max }}"
    ),
    "round": (
        "{{ n|round }} {{ 7|round(2) }} {{ 2.5|round }} {{ 2.345|round(2, 'ceil') }} {{ 25|round(-1, 'floor') }}"
    ),
    "lists": "{{ (xs + ['x'])|join }}{{ (xs + xs)|length }}{{ ((1, 2) + (3,))|join }}",
    "times": "{{ '=' * 10 }}{{ n * 'ab' }}{{ name * n }}{{ 'a' * 0 }}[{{ 'a' * (0 - 1) }}]",
    "methods": (
        "{{ name.upper() }} {{ name.lower() }} {{ name.title() }} {{ text.strip() }} {{ name.capitalize() }} "
        "{{ name.replace('s', 'z') }} {{ name.replace('s', 'z', 1) }} {{ ', '.join(xs) }} {{ name.split('&')|"
        "length }} {{ 'a b c'.split()[1] }} {{ 'a,b,c'.split(',', 1)|last }}{{ 'a,b'.split(sep=',')|join('+')"
        " }}"
    ),
    "methods2": (
        "{% if name.startswith('Å') %}s{% endif %}{% if name.endswith(('>', 'x')) %}e{% endif %}{{ name.count"
        "('s') }}{{ name.find('o') }}{{ xs.count('ett') }}{{ xs.index(xs[0]) }}{{ text.lstrip() }}{{ text.rst"
        "rip() }}{{ 'a\nb'.splitlines()|join(';') }}{{ name.swapcase() }}{{ 'abc'.removeprefix('a').removesuff"
        "ix('c') }}{{ '12'.isdigit() and 'd' }}"
    ),
    "dict methods": (
        "{% for k, v in org.items() if v is string %}{{ k }}={{ v }};{% endfor %}{{ org.keys()|join(',') }}{{"
        " {'a': 1, 'b': 2}.values()|sum }}{{ org.get('name') }}{{ org.get('nix', 'saknas') }}{% for k, v in o"
        "rg.unit.items() %}{{ loop.index }}{{ k }}{{ v }}{% endfor %}{% if 'name' in org.keys() %}j{% endif %"
        "}{{ org.items()|length }}"
    ),
    "items key": (
        "{% set d = {'items': 'värde', 'x': 1} %}{% for k, v in d.items() %}{{ k }}{% endfor %}{{ d['items'] }}"
    ),
    "dates": (
        "{{ day.strftime('%Y-%m-%d') }} {{ day.strftime('%-d/%-m %y') }} {{ day.isoformat() }} {{ day.year }}"
        "-{{ day.month }}-{{ day.day }} {{ day.weekday() }} {{ (day - day).days }} {{ day.isoweekday() }} {% "
        "if day - day == day - day %}x{% endif %}"
    ),
    "chain": (
        "{{ name.strip().upper().split(' ')|first }}{{ org.unit.name.lower() }}{{ xs[0].upper() }}{{ (name ~ "
        "'x').upper() }}"
    ),
    "macro arg": (
        "{% macro m(obj, context=1) %}{{ obj.upper() }}{{ context }}{% endmacro %}{{ m(obj=name) }}{{ m(name,"
        " context=n) }}"
    ),
    "call": (
        "{% macro m(x) %}({{ x.upper() }}: {{ caller(x.lower()) }}){% endmacro %}{% call(y) m(name.title()) %"
        "}in{{ y.upper() }}{% endcall %}"
    ),
    "in loop": (
        "{% for g in goals %}{% for i in range(2) %}{{ g.t.upper() }}{{ i }}{{ range(loop.index)|length }}{% "
        "endfor %}{% endfor %}"
    ),
    "tests": (
        "{% if n is odd %}o{% endif %}{% if n is divisibleby(3) %}d{% endif %}{% if n is defined and m is und"
        "efined %}d{% endif %}{% if 'upper' is filter and 'odd' is test %}f{% endif %}{% if none is none and "
        "a is boolean %}n{% endif %}{% if true is true and false is false %}t{% endif %}{% if n is integer an"
        "d x is float %}i{% endif %}{% if 'a' is lower and 'A' is upper %}l{% endif %}{% if xs is sequence an"
        "d org is mapping and n is number and xs is iterable %}s{% endif %}{% if range is callable and n is n"
        "ot callable %}c{% endif %}{% if n is sameas n %}s{% endif %}{% if name is escaped %}E{% endif %}{% i"
        "f n is in [0, 3] %}in{% endif %}{% if n is eq(3) and n is ge 2 and n is gt 1 and n is le 9 and n is "
        "lt 9 and n is ne 5 %}cmp{% endif %}{% if n is equalto 3 and n is greaterthan 1 and n is lessthan 9 %"
        "}x{% endif %}{% if 'nix' is not filter %}n{% endif %}"
    ),
    "shadow": "{% set range = 3 %}{{ range }}{% with dict = n %}{{ dict }}{% endwith %}",
    "markup": "{% set y %}a & {{ name }}{% endset %}{{ y.strip() }}",
    "set call": (
        "{% set up = name.upper() %}{{ up }}{% with q = name.split(' ') %}{{ q|length }}{% endwith %}{% if na"
        "me.upper() is string %}s{% endif %}{{ xs|map('upper')|list|join }}{{ xs|map('center', 9)|join('|') }"
        "}"
    ),
}


def shown(tags: str, values: dict[str, Any] = RICH, **more: Any) -> str:
    return all_text(compile_template(package(p(tags)), **more).render(values)).strip()


def fault(tags: str, values: dict[str, Any] = RICH, **more: Any) -> TemplateFault:
    with pytest.raises(TemplateFault) as caught:
        compile_template(package(p("Hej") + p(tags)), **more).render(values)
    assert caught.value.values["paragraph"] == 2
    return caught.value


@pytest.mark.parametrize("name", GENERIC)
def test_a_generic_template_gives_what_docxtpl_gives(name: str) -> None:
    same(package(p(GENERIC[name])))


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ("{{ dict ~ range ~ namespace(a=1) ~ cycler('a') ~ joiner() }}", "<dict><range><namespace><cycler><joiner>"),
        ("{% set c = cycler('a', 'b') %}{{ c.next() }}{{ c.next() }}{{ c.reset() or c.next() }}", "aba"),
        ("{% macro m() %}a & {{ name }}{% endmacro %}{{ m().upper() }}", "A & ÅSA & <BO>"),
        ("{% macro m() %}&{% endmacro %}{{ '%s' % m() }}{{ m() * 2 }}{{ ','.join([m(), 'x']) }}", "&&&&,x"),
        ("{% macro m() %}&amp;{% endmacro %}{{ m()|forceescape }}", "&amp;amp;"),
        ("{% macro m() %}&<{% endmacro %}{{ m()[0] ~ m()[1:] }}{{ missing.a['b'] }}", "&<–"),
        ("{% for x in missing.split() %}{% else %}-{% endfor %}", "-"),
        ("{{ (missing.upper() or 'x') ~ day.strftime('%d').replace('0', '') }}", "x1"),
        ("{{ when.strftime('%H:%M') }} {{ when.hour }}.{{ when.minute }} {{ at.isoformat() }} {{ at.second }}", ""),
    ],
)
def test_what_docxtpl_shows_otherwise_or_not_at_all(tags: str, expected: str) -> None:
    values = RICH | {"when": dt.datetime(2026, 12, 1, 9, 30), "at": dt.time(9, 30)}  # noqa: DTZ001 - as documents have it
    assert shown(tags, values, missing="–") == (expected or "09:30 9.30 09:30:00 0")


STRICT = {
    "{{ name.upper() }}": "a template may not call anything",
    "{% for k in org.items() %}{% endfor %}": "a template may not call anything",
    "{{ day.strftime('%Y') }}": "a template may not call anything",
    "{{ org.get('name') }}": "a template may not call anything",
    "{{ range(3) }}": "a template may not call anything",
    "{{ dict(a=1) }}": "a template may not call anything",
    "{% set ns = namespace(a=1) %}": "a template may not call anything",
    "{% set ns = 1 %}{% set ns.x = 1 %}": "nsref",
    "{{ 'a' * 3 }}": "a template may count with numbers only",
    "{{ '%s' % name }}": "a template may count with numbers only",
    "{{ xs + xs }}": "a template may count with numbers only",
    "{{ day.year }}": "has no attribute 'year'",
    "{{ name|center(9) }}": "center",
    "{{ name|safe }}": "safe",
}


@pytest.mark.parametrize("tags", STRICT)
def test_a_template_with_filters_of_its_own_may_none_of_it(tags: str) -> None:
    found = fault(tags, filters={"own": str})
    assert STRICT[tags] in str(found.values["tag"])
    assert found.problem in ("template_broken", "template_not_allowed", "template_unknown_filter")


@pytest.mark.parametrize("name", ["safe", "attr", "tojson", "pprint", "xmlattr", "urlize", "random"])
def test_filters_that_are_withheld_are_told_from_those_that_are_not_there(name: str) -> None:
    found = fault(f"{{{{ name|{name} }}}}")
    assert (found.problem, found.values["tag"]) == ("template_not_allowed", f"|{name}")
    assert fault(f"{{{{ name|{name}x }}}}").problem == "template_unknown_filter"


def test_a_template_cannot_change_what_it_is_given() -> None:
    given = {"mapping": {"title": "a", "list": [1]}, "namespace": {"x": 1}}
    kept = copy.deepcopy(given)
    for tags in (
        "{% set mapping.title = 'b' %}",
        "{% set mapping.title %}b{% endset %}",
        "{% set namespace.x = 2 %}",
        "{{ mapping.list.append(2) }}",
        "{{ mapping.pop('title') }}",
        "{{ mapping.setdefault('new', 1) }}",
    ):
        assert fault(tags, given).problem == "template_broken"
        assert given == kept


@pytest.mark.parametrize("change", ["{{ m()|upper }}", "{{ m().upper() }}", "{{ m() * 2 }}", "{{ m()[1:] }}"])
def test_formatted_text_is_not_changed(change: str) -> None:
    """Whole paragraphs of a macro's: to change them would break the file."""
    body = p("{%p macro m() %}") + p("inne") + p("{%p endmacro %}") + p(change)
    with pytest.raises(TemplateFault) as caught:
        compile_template(package(body)).render({})
    assert caught.value.values["tag"] == "a filter cannot change formatted text"


@pytest.mark.parametrize("kind", [str, dict, list])
def test_only_values_of_exactly_the_plain_types_have_methods(kind: type) -> None:
    class Own(kind):  # type: ignore[misc]
        def _no(self, *_: object) -> str:
            raise AssertionError

        upper = count = items = get = _no

    for tags in ("{{ x.upper() }}", "{{ x.count('a') }}", "{{ x.items() }}", "{{ x.get('a') }}"):
        assert fault(tags, {"x": Own()}).problem == "template_broken"


def chain(start: str, step: str, times: int = 60) -> str:
    return f"{{% set a = {start} %}}" + f"{{% set a = {step} %}}" * times


MANY = "{% for i in many %}"
TWICE, TWICE_END = MANY * 2, "{% endfor %}" * 2
BOMBS = {
    "range too large": "{% for i in range(100001) %}{% endfor %}",
    "ranges one after the other": "{% for i in range(100000) %}{% endfor %}" * 300,
    "a range kept": "{% set r = range(100000) %}" + "{% for i in r %}{% endfor %}" * 300,
    "nested ranges": "{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}",
    "range listed": MANY + "{% if range(100000)|list %}{% endif %}{% endfor %}",
    "range looked into": TWICE + "{% if 0.5 in range(100000) %}{% endif %}" + TWICE_END,
    "range test": TWICE + "{% if 0.5 is in range(100000) %}{% endif %}" + TWICE_END,
    "ns grows": ("{% set ns = namespace(a='aaaaaaaaaa') %}{% for i in many %}{% set ns.a = ns.a ~ ns.a %}{% endfor %}"),
    "ns grows block": (
        "{% set ns = namespace(a='aaaaaaaaaa') %}{% for i in many %}{% set ns.a %}{{ ns.a }}"
        "{{ ns.a }}{% endset %}{% endfor %}"
    ),
    "ns list": "{% set ns = namespace(a=[0]) %}{% for i in many %}{% set ns.a = [ns.a, ns.a] %}{% endfor %}",
    "ns sum": "{% set ns = namespace(a=[0]) %}{% for i in many %}{% set ns.a = ns.a + ns.a %}{% endfor %}",
    "ns number": "{% set ns = namespace(a=9) %}{% for i in many %}{% set ns.a = ns.a - (0 - ns.a) %}{% endfor %}",
    "ns product": "{% set ns = namespace(a=9) %}{% for i in many %}{% set ns.a = ns.a * ns.a %}{% endfor %}",
    "ns loops": (
        "{% set ns = namespace() %}{% set ns.x = [ns, ns, ns, ns, ns, ns, ns, ns, ns, ns] %}{% for a0 in ns.x %}"
    )
    + "".join(f"{{% for a{n} in a{n - 1}.x %}}" for n in range(1, 12))
    + "{% endfor %}" * 12,
    "ns in itself": (
        "{% set ns = namespace() %}{% set ns.a = ns %}{% set ns.b = [ns] %}"
        "{{ ns ~ ns.b ~ (ns == ns.a) ~ (ns.b == ns.b) }}"
    )
    + "{% for i in range(99999) %}" * 2
    + "{% if ns.b == ns.b %}{% endif %}"
    + "{% endfor %}" * 2,
    "dicts": chain("dict(a=1)", "dict(a=a, b=a)"),
    "dict names": "{% set d = dict(" + ", ".join(f"a{n}=long" for n in range(300)) + ") %}",
    "batch": "{{ [1]|batch(1000000000, 'x')|list|length }}",
    "batches": "{{ range(99999)|batch(1)|map('batch', 99999, 0)|list|length }}",
    "slice": "{{ [1]|slice(1000000000)|list|length }}",
    "slice negative": "{{ [1]|slice(-1000000000)|list|length }}" * 2
    + "{% for i in range(99999) %}{% for i in range(99999) %}{% endfor %}{% endfor %}",
    "width": "{{ '%1000000000d'|format(1) }}",
    "precision": "{{ '%.1000000000f'|format(1) }}",
    "precision str": "{{ '%.1000000000f' % 1 }}",
    "named": "{{ ('%(a)s' * 100000)|format(a=long) }}",
    "widths": "{{ ('%999d' * 150000)|format(" + ", ".join("1" * 1000) + ") }}",
    "widths named": "{{ ('%(a)999d' * 100000)|format(a=1) }}",
    "list in a format": chain("[0]", "[a, a]", 17) + "{{ ('%(a)s' * 1000)|format(a=a)|length }}",
    "str times": "{{ 'a' * 1000000000 }}",
    "times str": "{{ 1000000000 * 'a' }}",
    "str times 2": chain("'aaaaaaaaaa'", "a * 10"),
    "str times loops": "{% for i in range(99999) %}{{ ('a' * 999999)|length }}{% endfor %}",
    "center": "{{ 'a'|center(1000000000) }}",
    "indent": "{{ 'a'|indent(1000000000, true) }}",
    "indent lines": "{{ ('a\\n' * 400000)|indent(99999) }}",
    "indent text": "{{ ('a\\n' * 400000)|indent(long) }}",
    "wordwrap 1": "{{ (long * 10)|wordwrap(1)|length }}" * 100,
    "wordwrap word": "{{ ('a' * 999999)|wordwrap(1) }}",
    "wordwrap words": MANY + "{{ ('a' * 30000)|wordwrap(1)|length }}{% endfor %}",
    "wordwrap string": "{{ ('a ' * 400000)|wordwrap(1, true, long) }}",
    "wordwrap dashes": "{{ ('a-' * 400000)|wordwrap(3)|length }}" * 100,
    "wordwrap dashes2": "{{ ('a' ~ '-' * 400000)|wordwrap(999999)|length }}" * 100,
    "wordwrap spaces": "{{ (' ' * 900000)|wordwrap(1)|length }}" * 100,
    "striptags": "{{ ('<!---->' * 140000)|striptags|length }}",
    "striptags2": "{{ ('<a>' * 300000)|striptags|length }}",
    "striptags3": "{{ ('<' * 900000)|striptags|length }}",
    "striptags4": "{{ ('&amp;' * 190000)|striptags|length }}" * 100,
    "urlencode": "{{ ('😀' * 900000)|urlencode|length }}",
    "urlencode loop": MANY + "{{ (long)|urlencode|length }}{% endfor %}",
    "join": "{{ long.join(range(99999)|map('string')) }}",
    "join3": MANY + "{{ ','.join(many)|length }}{% endfor %}",
    "join4": chain("'aaaaaaaaaa'", "a.join([a, a])"),
    "split": MANY + "{{ long.split()|length }}{% endfor %}",
    "split2": "{{ ('a ' * 499999).split()|length }}" * 100,
    "replace": chain("'aaaaaaaaaa'", "a.replace('a', a)"),
    "replace empty": "{{ ('a' * 999999).replace('', 'bbbbbbbbbb') }}",
    "upper": MANY + "{{ long.upper()|length }}{% endfor %}",
    "str.format": "{{ '{:1000000000}'.format(n) }}",
    "str.format2": "{{ ('{:999}' * 900000).format(n) }}",
    "str.format nested": "{{ '{:{}}'.format(n, 999999999) }}",
    "str.format inside": "{{ '{0.__class__}'.format(n) }}",
    "strftime": "{{ day.strftime('%1000000000d') }}",
    "strftime2": "{{ day.strftime('%Y' * 400000) }}",
    "strftime _": "{{ day.strftime('%_9999999Y') }}",
    "strftime many": TWICE + "{{ day.strftime('%c' * 490)|length }}" + TWICE_END,
    "dict items": TWICE + "{% for k, v in d.items() %}{% endfor %}" + TWICE_END,
    "dict values": MANY
    + (
        "{% for j in d.values() %}{% for k in d.values() %}{% for k in d.values() %}{% endfor %}"
        "{% endfor %}{% endfor %}{% endfor %}"
    ),
    "cycler": (
        "{% set c = cycler(many, many) %}{% for i in range(99999) %}{% for j in c.next() %}{% endfor %}{% endfor %}"
    ),
    "joiner": "{% set j = joiner(long) %}{% for i in range(99999) %}{{ j()|upper }}{% endfor %}",
    "nan": "{{ 'a'|center('nan'|float) }}",
    "decimals": chain("money", "a * a"),
    "decimal int": "{{ (money / 3)|round(999999999) }}",
    "decimal big": "{{ huge|int }}",
    "decimal big format": "{{ '%d' % huge }}",
    "decimal big f": "{{ '%f' % huge }}{{ huge * 2 }}",
    "count": TWICE + "{% if long.count('b') %}{% endif %}" + TWICE_END,
    "list plus": MANY + "{% if many + many %}{% endif %}{% endfor %}",
    "compare ranges": TWICE + "{% if range(99999)|list == range(99999)|list %}{% endif %}" + TWICE_END,
    "pos": "{% for i in range(99999) %}{% for j in range(99999) %}{{ '' }}{% endfor %}{% endfor %}",
    "sorted": MANY + "{{ range(99999)|sort(reverse=true)|first }}{% endfor %}",
}
BROKEN = {"widths", "str.format nested", "str.format inside", "strftime", "strftime _", "nan", "decimal big round"}


@pytest.mark.no_cover  # they run until they are stopped: tracing would make that longer
@pytest.mark.parametrize("name", BOMBS)
def test_a_generic_template_that_would_take_too_long_or_grow_too_large(name: str) -> None:
    values = {
        "many": ["x"] * 2_000,
        "long": "ab " * 30_000,
        "day": dt.date(2026, 12, 1),
        "d": {str(i): i for i in range(1_000)},
        "money": Decimal("12.5"),
        "huge": Decimal("1E+999999"),
    }
    start = time.process_time()
    assert fault(BOMBS[name], values).problem == ("template_broken" if name in BROKEN else "template_too_much")
    assert time.process_time() - start < 10


def test_a_negative_width_gives_nothing_back() -> None:
    refund = "{{ ''|center(-1000000000) }}{{ 'a' * -1000000000 }}{{ [1]|batch(-1000000000, 1)|list|length }}"
    assert shown(refund) == "1"
    loops = "{% for i in range(9999) %}{% for j in range(9999) %}{% endfor %}{% endfor %}"
    assert fault(refund + loops).problem == "template_too_much"
