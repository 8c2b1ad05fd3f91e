"""The seeded-fault library: small templates with one fault each, outside their tags."""

from __future__ import annotations

from tests.seeded import (
    BOLD,
    LOOP,
    MARKED_HEAD,
    NB,
    NN,
    WHOLE,
    Seeded,
    change,
    shaded,
    style,
    styled,
    with_styles,
    words,
)
from tests.template_files import FONT_TABLE, comment, commented, properties
from tests.word_templates import drawing, p, r, tbl, tc, tr

FAULTS = [
    # TPL-201
    Seeded("inserted", "TPL-201", p("Före") + p("Ett ", change("ins", r("nytt")), " ord"), ["Ett nytt ord"]),
    Seeded(
        "deleted", "TPL-201", p("Ett ", change("del", "<w:r><w:delText>gammalt</w:delText></w:r>"), "ord"), ["Ett ord"]
    ),
    Seeded("moved", "TPL-201", p(change("moveFrom", r("hit"))) + p(change("moveTo", r("dit"))), ["hit", "dit"]),
    Seeded(
        "formatting", "TPL-201", p(r("Fet", '<w:b/><w:rPrChange w:id="1" w:author="A"><w:rPr/></w:rPrChange>')), ["Fet"]
    ),
    Seeded("twice in one paragraph", "TPL-201", p(change("ins", r("ett")), change("ins", r("två"))), ["etttvå"]),
    Seeded(
        "inserted row",
        "TPL-201",
        p("Före") + tbl(tr("a", "b"), tr("c", "d").replace("<w:tr>", f"<w:tr><w:trPr>{change('ins', '')}</w:trPr>")),
        ["c"],
    ),
    Seeded("in a header", "TPL-201", p("x"), ["Huvud"], parts={"header1": p(change("ins", r("Huvud")))}),
    # TPL-202
    Seeded("comment", "TPL-202", p("Före") + commented("Här", 4), ["Här"], parts={"comments": comment(4, "Stämmer?")}),
    Seeded(
        "two comments",
        "TPL-202",
        commented("Ett", 0) + p("Mellan") + commented("Två", 1),
        ["Ett", "Två"],
        parts={"comments": comment(0, "a") + comment(1, "b")},
    ),
    Seeded("comment that stands nowhere", "TPL-202", p("Här"), [WHOLE], parts={"comments": comment(0, "a")}),
    # TPL-207
    Seeded("date", "TPL-207", p("Mötet är 1 december 2026."), ["Mötet är 1 december 2026."], tag="1 december 2026"),
    Seeded(
        "date", "TPL-207", p("Møtet er 1. desember 2026."), ["Møtet er 1. desember 2026."], NB, tag="1. desember 2026"
    ),
    Seeded("date", "TPL-207", p("Møtet er tysdag 1. desember 2026."), ["Møtet er tysdag 1. desember 2026."], NN),
    Seeded("short month", "TPL-207", p("Senast 3 dec. 2026"), ["Senast 3 dec. 2026"], tag="3 dec. 2026"),
    Seeded("digits with dots", "TPL-207", p("Frist 01.12.2026"), ["Frist 01.12.2026"], NB, tag="01.12.2026"),
    Seeded("slash", "TPL-207", p("Senast 1/12 2026"), ["Senast 1/12 2026"], tag="1/12 2026"),
    Seeded("short year", "TPL-207", p("Evaluert 02.03.11"), ["Evaluert 02.03.11"], NB, tag="02.03.11"),
    Seeded("short year", "TPL-207", p("Senast 1/12-26."), ["Senast 1/12-26."], tag="1/12-26"),
    Seeded("ISO", "TPL-207", p("Gäller från 2026-12-01"), ["Gäller från 2026-12-01"], tag="2026-12-01"),
    Seeded(
        "over two runs", "TPL-207", p("Den ", "1 dec", "ember 2026"), ["Den 1 december 2026"], tag="1 december 2026"
    ),
    Seeded("in a table", "TPL-207", tbl(tr("Dag", "5 maj 2027")), ["5 maj 2027"]),
    Seeded("in a footer", "TPL-207", p("x"), ["Mall 2025-01-31"], parts={"footer1": p("Mall 2025-01-31")}),
    Seeded(
        "beside a statute's",
        "TPL-207",
        p("Lov 2. juli 1999 nr. 63, møte 1. mai 2027"),
        ["Lov 2. juli 1999 nr. 63, møte 1. mai 2027"],
        NB,
        tag="1. mai 2027",
    ),
    # TPL-208: the numbers are from the tax agencies' test series
    Seeded("personnummer", "TPL-208", p("Gäller 20121212-1212"), ["Gäller 20121212-****"]),
    Seeded("samordningsnummer", "TPL-208", p("Nr 701063-2391"), ["Nr 701063-****"]),
    Seeded("test series", "TPL-208", p("Fnr 548910 50049"), ["Fnr 548910 *****"], NB),
    Seeded("in a header", "TPL-208", p("x"), ["19121212-****"], NN, parts={"header1": p("19121212-1212")}),
    Seeded("in a picture's description", "TPL-208", p("Bild ", drawing(1, description="121212-1212")), ["Bild "]),
    Seeded(
        "name of the author",
        "TPL-208",
        p("x"),
        [WHOLE],
        members={"docProps/core.xml": properties(creator="Anna Åkesson")},
    ),
    Seeded(
        "name turned around",
        "TPL-208",
        p("x"),
        [WHOLE],
        NB,
        members={"docProps/core.xml": properties(lastModifiedBy="Nordmann, Kari Anne")},
    ),
    Seeded(
        "number in the properties",
        "TPL-208",
        p("x"),
        [WHOLE],
        members={"docProps/core.xml": properties(description="19121212-1212")},
    ),
    # TPL-209
    Seeded("SoL 2001", "TPL-209", p("Enligt 2 kap. 7 § SoL."), ["Enligt 2 kap. 7 § SoL."], tag="2 kap. 7 § SoL"),
    Seeded(
        "SoL 2001 by number",
        "TPL-209",
        p("socialtjänstlagen (2001:453)"),
        ["socialtjänstlagen (2001:453)"],
        tag="2001:453",
    ),
    Seeded(
        "as the old leaflet has it",
        "TPL-209",
        p("Hälso- och sjukvårdslagen, 3f§ samt Socialtjänstlagen 2 kap, 7§"),
        ["Hälso- och sjukvårdslagen, 3f§ samt Socialtjänstlagen 2 kap, 7§"] * 2,
    ),
    Seeded("HSL 1982", "TPL-209", p("HSL (1982:763)"), ["HSL (1982:763)"], tag="1982:763"),
    Seeded(
        "§ 19 of 2011", "TPL-209", p("forskrift 2011-12-16 nr. 1256 § 19"), ["forskrift 2011-12-16 nr. 1256 § 19"], NB
    ),
    Seeded(
        "barnevernloven",
        "TPL-209",
        p("barnevernlova § 3-2 a"),
        ["barnevernlova § 3-2 a"],
        NN,
        values={"now": "barnevernslova § 15-9"},
    ),
    # TPL-210
    Seeded("hidden", "TPL-210", p("Synligt ", r("dolt", "<w:vanish/>")), ["Synligt dolt"], tag="dolt"),
    Seeded(
        "hidden by its style",
        "TPL-210",
        styled("Dold", "dolt"),
        ["dolt"],
        members=with_styles(style("Dold", "<w:vanish/>")),
    ),
    Seeded("white on white", "TPL-210", p(r("vitt", '<w:color w:val="FFFFFF"/>')), ["vitt"], tag="vitt"),
    Seeded(
        "in the colour of its cell",
        "TPL-210",
        tbl(tr(tc(p(r("blå", '<w:color w:val="0F4C5C"/>')), properties=shaded("0F4C5C")), "x")),
        ["blå"],
    ),
    Seeded("a hidden value", "TPL-210", p(r("{{ person.name }}", "<w:vanish/>")), ["{{ person.name }}"]),
    # TPL-301
    Seeded("no language", "TPL-301", p("x"), [WHOLE], members=with_styles(language="")),
    Seeded(
        "another language",
        "TPL-301",
        p("x"),
        [WHOLE],
        NB,
        members=with_styles(language="nn-NO"),
        values={"found": "nn-NO", "expected": "nb-NO"},
    ),
    Seeded("generic Norwegian", "TPL-301", p("x"), [WHOLE], NN, members=with_styles(language="no-NO")),
    Seeded(
        "style in use",
        "TPL-301",
        styled("Eng", "x"),
        [WHOLE],
        members=with_styles(style("Eng", '<w:lang w:val="en-US"/>', name="Engelsk")),
        values={"style": "Engelsk"},
    ),
    Seeded(
        "words",
        "TPL-301",
        p("Det här är ", r("på norska", '<w:lang w:val="nb-NO"/>')),
        ["Det här är på norska"],
        tag="på norska",
    ),
    Seeded(
        "words by a character style",
        "TPL-301",
        p(r("Hi", '<w:rStyle w:val="E"/>')),
        ["Hi"],
        members=with_styles(style("E", '<w:lang w:val="en-GB"/>', kind="character")),
    ),
    Seeded(
        "a value",
        "TPL-301",
        p("Namn: ", r("{{ person.name }}", '<w:lang w:val="en-US"/>')),
        ["Namn: {{ person.name }}"],
    ),
    # TPL-302
    Seeded("no title", "TPL-302", p("x"), [WHOLE], members={"docProps/core.xml": properties("")}),
    Seeded("Word's own", "TPL-302", p("x"), [WHOLE], members={"docProps/core.xml": properties("Document1")}),
    Seeded(
        "Word's own in Norwegian",
        "TPL-302",
        p("x"),
        [WHOLE],
        NB,
        members={"docProps/core.xml": properties("Dokument 2")},
    ),
    Seeded(
        "a file name",
        "TPL-302",
        p("x"),
        [WHOLE],
        members={"docProps/core.xml": properties("Microsoft Word - plan.docx")},
    ),
    Seeded("a person", "TPL-302", p("Plan"), [WHOLE], NN, members={"docProps/core.xml": properties("Kari Nordmann")}),
    # TPL-303
    Seeded("over a loop", "TPL-303", p("Före") + tbl(tr("Vad", "Vem"), *LOOP), ["Vad"]),
    Seeded("bold", "TPL-303", tbl(tr(tc(p(r("Vad", BOLD))), tc(p(r("Vem", BOLD)))), tr("a", "b")), ["Vad"]),
    Seeded(
        "shaded",
        "TPL-303",
        tbl(tr(tc("Vad", properties=shaded("0F4C5C")), tc("Vem", properties=shaded("0F4C5C"))), tr("a", "b")),
        ["Vad"],
    ),
    Seeded(
        "in the style of heads",
        "TPL-303",
        tbl(tr(tc(styled("H", "Vad")), tc(styled("H", "Vem"))), tr("a", "b")),
        ["Vad"],
        members=with_styles(style("H", "", name="Table Head")),
    ),
    Seeded(
        "marked, and switched off",
        "TPL-303",
        tbl(MARKED_HEAD.replace("<w:tblHeader/>", '<w:tblHeader w:val="0"/>'), *LOOP),
        ["Vad"],
    ),
    Seeded(
        "after a condition",
        "TPL-303",
        tbl(tr("{%tr if goals %}", ""), tr("Vad", "Vem"), *LOOP, tr("{%tr endif %}", "")),
        ["Vad"],
    ),
    # TPL-304
    Seeded(
        "no description", "TPL-304", p("Före") + p("Logotyp ", drawing(1)), ["Logotyp "], values={"picture": "logo"}
    ),
    Seeded("a file name for one", "TPL-304", p("Logo ", drawing(1, description="logo_ny.png")), ["Logo "], NB),
    Seeded("in a header", "TPL-304", p("x"), [""], parts={"header1": p(drawing(1))}),
    # TPL-305
    Seeded(
        "1 to 3",
        "TPL-305",
        styled("Heading1", "Mål") + styled("Heading3", "Delmål"),
        ["Delmål"],
        values={"expected": 2},
    ),
    Seeded("begins with 2", "TPL-305", p("x") + styled("Heading2", "Mål") + styled("Heading1", "Annat"), ["Mål"]),
    Seeded(
        "in a condition",
        "TPL-305",
        styled("Heading1", "A") + p("{%p if goals %}") + styled("Heading3", "B") + p("{%p endif %}"),
        ["B"],
    ),
    # TPL-306
    Seeded(
        "by hand",
        "TPL-306",
        p("Före ", r("fint", '<w:rFonts w:ascii="Comic Sans MS"/>')),
        ["Före fint"],
        tag="fint",
        values={"font": "Comic Sans MS", "instead": "Calibri"},
    ),
    Seeded(
        "by a style",
        "TPL-306",
        styled("F", "x") + styled("F", "y"),
        [WHOLE],
        members=with_styles(style("F", '<w:rFonts w:ascii="Aptos"/>', name="Fin")),
        values={"style": "Fin", "font": "Aptos"},
    ),
    Seeded(
        "the document's own",
        "TPL-306",
        p("x") + p("y"),
        [WHOLE],
        members=with_styles(font="Georgia") | {"word/fontTable.xml": FONT_TABLE},
        values={"instead": "Times New Roman"},
    ),
    Seeded("a sign", "TPL-306", p('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>', " Ja"), [" Ja"]),
    # TPL-501
    Seeded("long", "TPL-501", p(words(26)), [words(26)], values={"words": 26, "longest": 25}),
    Seeded(
        "long with values",
        "TPL-501",
        p(f"Om {{{{ person.name }}}} {words(24)}"),
        [f"Om {{{{ person.name }}}} {words(24)}"],
        NB,
    ),
    Seeded(
        "long over a choice",
        "TPL-501",
        p(f"{{% if goals %}}ett två{{% else %}}ett{{% endif %}} {words(24)}"),
        [f"{{% if goals %}}ett två{{% else %}}ett{{% endif %}} {words(24)}"],
        NN,
    ),
    # TPL-502
    Seeded("officialese", "TPL-502", p("Härmed kallas du."), ["Härmed kallas du."], tag="Härmed"),
    Seeded(
        "officialese",
        "TPL-502",
        p("Vi viser til brevet, jf. vedlegg."),
        ["Vi viser til brevet, jf. vedlegg."],
        NB,
        tag="jf.",
    ),
    Seeded(
        "officialese",
        "TPL-502",
        p("Underteikna har fått planen."),
        ["Underteikna har fått planen."],
        NN,
        values={"plain": "eg"},
    ),
    Seeded("a word to strike", "TPL-502", p("Vi får härmed be."), ["Vi får härmed be."], values={"variant": "strike"}),
    Seeded("torde", "TPL-502", p("Det torde gå."), ["Det torde gå."], values={"plain": "bör, kan"}),
    Seeded("several words", "TPL-502", p("Ske i enlighet med lag."), ["Ske i enlighet med lag."], tag="i enlighet med"),
    Seeded("officialese", "TPL-502", p("Hvorvidt det går."), ["Hvorvidt det går."], NB, values={"plain": "om"}),
    Seeded("officialese", "TPL-502", p("Saka omhandlar deg."), ["Saka omhandlar deg."], NN, tag="omhandlar"),
    Seeded(
        "an old name", "TPL-502", p("Landstinget ansvarar."), ["Landstinget ansvarar."], values={"plain": "regionen"}
    ),
]
