"""Identity numbers: everyone who has a right to a plan is accepted, and no number is read for age."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn
from stdnum.no import fodselsnummer

from indplan_docs import identity
from indplan_docs.identity import InvalidNumber, Kind, masked_in, numbers_in
from indplan_docs.language import Country


@pytest.mark.parametrize(
    ("number", "kind", "written"),
    [
        ("19121212-1212", Kind.PERSONNUMMER, "19121212-1212"),
        ("191212121212", Kind.PERSONNUMMER, "19121212-1212"),
        ("121212+1212", Kind.PERSONNUMMER, "121212+1212"),
        ("1212121212", Kind.PERSONNUMMER, "121212-1212"),
        ("201701012393", Kind.PERSONNUMMER, "20170101-2393"),
    ],
)
def test_swedish_forms_are_read_and_written_as_sweden_writes_them(number: str, kind: Kind, written: str) -> None:
    parsed = identity.parse(number)
    assert (parsed.kind, parsed.country, parsed.written) == (kind, Country.SE, written)


def test_coordination_numbers_have_a_day_raised_by_sixty() -> None:
    digits = "850172" + "238"
    number = digits + luhn.calc_check_digit(digits)
    parsed = identity.parse(f"{number[:6]}-{number[6:]}")
    assert parsed.kind is Kind.SAMORDNINGSNUMMER
    assert parsed.synthetic


def _norwegian(first_nine: str, first_remainder: int = 0) -> str | None:
    """The number with its check digits, where they exist, for a first check digit of the given remainder."""
    weights = (3, 7, 6, 1, 8, 9, 4, 5, 2)
    total = sum(w * int(d) for w, d in zip(weights, first_nine, strict=True))
    one = (first_remainder - total) % 11
    two = -sum(w * int(d) for w, d in zip((5, 4, 3, 2, 7, 6, 5, 4, 3, 2), f"{first_nine}{one}", strict=False)) % 11
    return None if 10 in (one, two) else f"{first_nine}{one}{two}"


def _first_valid(date: str, first_remainder: int = 0) -> str:
    return next(n for serial in range(100, 400) if (n := _norwegian(f"{date}{serial}", first_remainder)))


@pytest.mark.parametrize(
    ("date", "kind", "synthetic"),
    [
        ("150384", Kind.FODSELSNUMMER, False),
        ("158384", Kind.FODSELSNUMMER, True),
        ("550384", Kind.D_NUMMER, False),
        ("558384", Kind.D_NUMMER, True),
        ("154384", Kind.H_NUMMER, False),
        ("812345", Kind.H_NUMMER, False),
    ],
)
def test_norwegian_kinds(date: str, kind: Kind, synthetic: bool) -> None:
    number = _first_valid(date)
    parsed = identity.parse(number)
    assert (parsed.kind, parsed.synthetic) == (kind, synthetic)
    assert parsed.written == f"{number[:6]} {number[6:]}"
    assert identity.parse(parsed.written) == parsed


@pytest.mark.parametrize("remainder", [1, 2, 3])
def test_the_form_valid_from_2032_is_read_beside_todays(remainder: int) -> None:
    assert identity.is_valid(_first_valid("150384", remainder))


@pytest.mark.parametrize("remainder", [4, 5, 9])
def test_other_remainders_are_wrong_check_digits(remainder: int) -> None:
    with pytest.raises(InvalidNumber) as caught:
        identity.parse(_first_valid("150384", remainder))
    assert caught.value.reason == "check_digit"


@given(st.integers(0, 999_999_999))
def test_a_real_norwegian_number_is_one_for_python_stdnum_too(digits: int) -> None:
    number = _norwegian(f"{digits:09}")
    if number and fodselsnummer.is_valid(number):
        assert identity.is_valid(number)


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        ("", "format"),
        ("12345", "format"),
        ("121212/1212", "format"),
        ("20230230-2381", "date"),
        ("19121212-1213", "check_digit"),
        ("１９１２１２１２-1212", "check_digit"),
        ("310284 12345", "date"),
    ],
)
def test_wrong_numbers_say_why_and_not_what(number: str, reason: str) -> None:
    with pytest.raises(InvalidNumber) as caught:
        identity.parse(number)
    assert caught.value.reason in (reason, "format")
    assert number == "" or number not in str(caught.value)


def test_masks_hide_the_last_digits_and_repr_hides_all() -> None:
    assert identity.parse("19121212-1212").masked == "19121212-****"
    assert identity.parse(_first_valid("158384")).masked == "158384 *****"
    assert "1212" not in repr(identity.parse("19121212-1212"))


@pytest.mark.parametrize(
    ("number", "country", "written"),
    [("2120000142", Country.SE, "212000-0142"), ("974760673", Country.NO, "974 760 673")],
)
def test_organisation_numbers(number: str, country: Country, written: str) -> None:
    assert identity.organisation_number(number, country) == written
    with pytest.raises(InvalidNumber):
        identity.organisation_number(number[:-1] + str((int(number[-1]) + 1) % 10), country)


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Född 20121212-1212.", "Född 20121212-****."),
        ("121212-1212, och", "121212-****, och"),
        ("(121212+1212)", "(121212+****)"),
        ("121212 1212", "121212 ****"),
        ("20121212\u00a01212", "20121212\u00a0****"),
        ("121212\u20111212", "121212\u2011****"),
        ("121212–1212", "121212–****"),
        ("1212121212", "121212****"),
        ("a,121212-1212", "a,121212-****"),
        ("18850650019 og 188506 50019", "188506***** og 188506 *****"),
        ("188506-50019", "188506-*****"),
        ("121212-1212 och 20121212-1212 121212-1212", "121212-**** och 20121212-**** 121212-****"),
        ("121212-1213", "121212-1213"),
        ("212000-1355", "212000-1355"),
        ("Telefon 0701740605", "Telefon 0701740605"),
        ("1121212-1212", "1121212-1212"),
        ("121212-12124", "121212-12124"),
        ("1,121212-1212", "1,121212-1212"),
        ("{{ person.identity_number }}", "{{ person.identity_number }}"),
    ],
)
def test_numbers_in_running_text_are_found_and_masked(text: str, masked: str) -> None:
    assert masked_in(text) == masked
    assert bool(list(numbers_in(text))) is (text != masked)
