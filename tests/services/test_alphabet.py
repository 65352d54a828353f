"""Names under their first letters."""

import pytest

from services.alphabet import by_letter, first_letter


@pytest.mark.parametrize(
    ("name", "letter"),
    [
        ("Heart", "H"),
        ("heart", "H"),
        ("  heart", "H"),
        ("Épilepsie", "E"),
        ("Ångström", "A"),
        ("¿Qué es?", "Q"),
        ("“Quoted”", "Q"),
        ("ßtrange", "S"),
        ("Сердце", "С"),
        ("أمراض القلب", "ا"),
        ("心臓", "心"),
        ("24 hours before", "0–9"),
        ("٢٤ ساعة", "0–9"),
        ("???", "#"),
        ("", "#"),
    ],
)
def test_a_name_stands_under_its_first_letter(name, letter):
    assert first_letter(name) == letter


def test_letters_and_names_are_in_order_digits_and_signs_last():
    names = ["Żółw", "5 questions", "ear", "Éclair", "Eye", "…", "Сердце", "apple"]
    assert by_letter(names, str) == [
        ("A", ["apple"]),
        ("E", ["ear", "Éclair", "Eye"]),
        ("Z", ["Żółw"]),
        ("С", ["Сердце"]),
        ("0–9", ["5 questions"]),
        ("#", ["…"]),
    ]
