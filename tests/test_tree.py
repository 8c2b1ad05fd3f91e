"""The template as a tree: tags between elements are elements, values in texts stay there, paragraphs are numbered."""

from __future__ import annotations

import pytest
from lxml import etree

from indplan_docs.catalogue import Template as CatalogueTemplate
from indplan_docs.catalogue import pack
from indplan_docs.word import compile_template
from indplan_docs.word.tree import NUMBER, TAG_ELEMENT, pieces
from tests.word_templates import p, package, r, split, tbl, tr

FILTERS = ("date", "long_date", "clock", "phone", "until", "term", "yes_no")
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def body(source: str, parts: dict[str, str] | None = None) -> etree._Element:
    found = compile_template(package(source, parts)).trees()["word/document.xml"].find(f"{W}body")
    assert found is not None
    return found


def test_a_tag_in_a_paragraph_of_its_own_is_an_element_between_paragraphs() -> None:
    tree = body(p("{%p if a %}") + p("x") + p("{%p endif %}"))
    assert [(e.tag, e.text) for e in tree[:3]] == [
        (TAG_ELEMENT, "{% if a %}"),
        (f"{W}p", None),
        (TAG_ELEMENT, "{% endif %}"),
    ]
    assert [e.get(NUMBER) for e in tree[:3]] == ["1", "2", "3"]


def test_a_value_stays_in_its_text_with_all_its_signs() -> None:
    tree = body(p("a {{ x[\"k\"] if n < 3 and m > 2 else 'q' }} b"))
    (text,) = tree.iter(f"{W}t")
    assert list(pieces(text.text or "")) == [
        (False, "a "),
        (True, "{{ x[\"k\"] if n < 3 and m > 2 else 'q' }}"),
        (False, " b"),
    ]


def test_tags_of_rows_and_runs_stand_where_the_row_and_run_stood() -> None:
    tree = body(
        tbl(tr("{%tr for g in goals %}"), tr("{{ g.t }}"), tr("{%tr endfor %}"))
        + p("a", "{%r if b %}", "c", "{%r endif %}")
    )
    table, paragraph = tree[0], tree[1]
    assert [e.tag for e in table if e.tag in (TAG_ELEMENT, f"{W}tr")] == [TAG_ELEMENT, f"{W}tr", TAG_ELEMENT]
    said = [e.text if e.tag == TAG_ELEMENT else e.findtext(f"{W}t") for e in paragraph]
    assert list(filter(None, said)) == ["a", "{% if b %}", "c", "{% endif %}"]


def test_a_tag_in_an_attribute_stays_there() -> None:
    tree = body(p(r("x", '<w:color w:val="{{ colour }}"/>')))
    assert next(tree.iter(f"{W}color")).get(f"{W}val") == "{{ colour }}"


def test_comments_are_gone_and_split_tags_whole() -> None:
    tree = body(p("{# not this #}a", split("{{ name|upper }}")))
    assert "".join(t.text or "" for t in tree.iter(f"{W}t")) == "a{{ name|upper }}"


@pytest.mark.parametrize("template", pack(), ids=lambda t: t.id)
def test_every_site_and_paragraph_of_the_pack_is_in_its_tree(template: CatalogueTemplate) -> None:
    compiled = compile_template(
        template.read(),
        filters=dict.fromkeys(FILTERS, str),
    )
    trees = compiled.trees()
    for name, tree in trees.items():
        whole = etree.tostring(tree, encoding="unicode")
        assert whole.count("{{") == sum(site.part == name for site in compiled.sites)
        numbers = [int(p.get(NUMBER) or 0) for p in tree.iter(f"{W}p", TAG_ELEMENT)]
        assert numbers == sorted(numbers)
        assert all(numbers)
