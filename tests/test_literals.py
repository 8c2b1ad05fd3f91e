"""Words that no-break spaces hold together are marked inside Typst code, whatever stands around them."""

from __future__ import annotations

import pytest

from indplan_docs.pdf.embedded.literals import NO_BREAK, held


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("7~januari~2027", '"" + held("7 januari 2027")'),
        ("Torsdag 7~januari klockan 9", '"Torsdag " + held("7 januari") + " klockan 9"'),
        ("a~b~c~d~e~f", '"" + held("a b c d") + "~" + held("e f")'),
        (r"\"7\"~\u{7b}x", r'"" + held("\"7\" \u{7b}x")'),
        ("ett~ ", '"ett~ "'),
        ("x" * 19 + r"\"\"~x", '"' + "x" * 19 + r"\"\"~x" + '"'),
        ("x" * 21 + "~x", '"' + "x" * 21 + '~x"'),
    ],
)
def test_what_is_held_together_is_marked_and_no_escape_is_cut(text: str, marked: str) -> None:
    assert held(f'"{text}"'.replace("~", NO_BREAK)) == marked.replace("~", NO_BREAK)


def test_what_is_no_text_of_the_document_stays() -> None:
    code = f'link("https://example.com/a{NO_BREAK}b", "a b")'
    assert held(code) == code
