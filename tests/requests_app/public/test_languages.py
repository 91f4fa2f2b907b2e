"""In which language the person wants to be written to, as they say on the public form."""

import pytest
import time_machine

from requests_app.models import Submission
from requests_app.services import envelope
from requests_app.services.delivery import deliver
from requests_app.spoken_languages import chosen, code_of, name_of
from tests.mail import MailSink
from tests.requests_app.delivery.bodies import texts

from .test_sending import send
from .visitor import ANSWERS, Visitor


def said(**more: str) -> dict[str, str]:
    return {**ANSWERS["contact"], **more}


def test_english_is_chosen_until_the_person_says_otherwise(pat: Visitor, clock: time_machine.Traveller) -> None:
    pat.begin("delete").walk("contact")
    assert "In which language should we write to you?" in pat.text
    assert pat.ticked("en")
    assert '<span lang="es">Español</span>' in pat.page
    pat.walk()
    send(pat, clock)
    assert (Submission.objects.get().language, Submission.objects.get().interpreter) == ("en", "")


def test_who_prefers_spanish_gets_the_confirmation_in_spanish(
    pat: Visitor, clock: time_machine.Traveller, mail_sink: MailSink
) -> None:
    pat.begin("delete").walk(contact=said(language="es", interpreter="Mixteco"))
    assert "Language: Español" in pat.text
    assert "Interpreter: Mixteco" in pat.text
    send(pat, clock)

    submission = Submission.objects.get()
    assert (submission.language, submission.interpreter) == ("es", "Mixteco")
    deliver()
    [mail] = mail_sink.messages
    assert "solicitud" in mail["Subject"]
    assert all("tiene su solicitud" in text for text in texts(mail))


def test_the_language_can_be_changed_from_the_check_page(pat: Visitor) -> None:
    pat.begin("delete").walk(contact=said(language="es", interpreter="Mixteco"))
    pat.get(pat.url.replace("check", "contact"))
    assert pat.ticked("es")
    assert pat.value_of("interpreter") == "Mixteco"
    pat.post(said(language="en", interpreter="No."))
    assert pat.step == "check"
    assert "Language: English" in pat.text
    assert "Interpreter" not in pat.text


def test_another_language_is_named(pat: Visitor, clock: time_machine.Traveller) -> None:
    pat.begin("delete").walk("contact").post(said(language="other"))
    assert pat.problems() == ["Write which language, for example Tagalog."]
    pat.post(said(language="other", other_language="tagalog"))
    send(pat.walk(), clock)
    assert Submission.objects.get().language == "tl"


def test_a_language_beside_the_choice_of_english_is_asked_about_and_kept(pat: Visitor) -> None:
    pat.begin("delete").walk("contact").post(said(language="en", other_language="Hmong"))
    assert "Choose “Another language” above" in pat.problems()[0]
    assert pat.value_of("other_language") == "Hmong"


def test_a_language_without_a_code_is_noted_sealed(pat: Visitor, clock: time_machine.Traveller) -> None:
    pat.begin("delete").walk(contact=said(language="other", other_language="Zapotec", note="Call before noon."))
    send(pat, clock)
    submission = Submission.objects.get()
    assert submission.language == "und"
    note = envelope.open_contact(submission).safe_contact.note
    assert note == "Call before noon. Prefers to be written to in Zapotec."


def test_who_is_called_is_asked_in_which_language_to_talk(pat: Visitor) -> None:
    pat.begin("delete").walk("contact", safe={"preferred": "phone"})
    assert "In which language should we talk to you?" in pat.text


def test_who_wants_no_answer_is_not_asked_for_a_language(pat: Visitor) -> None:
    pat.begin("opt_out_sale").walk(safe={"preferred": "none"})
    assert "language" not in pat.text.lower()


def test_a_language_of_sixty_one_letters_is_refused_and_of_sixty_is_not(pat: Visitor) -> None:
    pat.begin("delete").walk("contact").post(said(interpreter="x" * 61))
    assert "at most 60 characters" in pat.problems()[0]
    assert pat.post(said(interpreter="x" * 60)).step != "contact"


@pytest.mark.parametrize(
    ("named", "code"),
    [
        ("Español", "es"),
        ("SPANISH", "es"),
        (" tagalog ", "tl"),
        ("中文", "zh"),
        ("Mexican Spanish", "es"),
        ("हिंदी", "hi"),
        ("vi", "vi"),
        ("Klingon", ""),
        ("", ""),
    ],
)
def test_a_language_is_known_by_its_names_and_its_code(named: str, code: str) -> None:
    assert code_of(named) == code


def test_a_code_has_a_name_for_staff() -> None:
    assert [name_of(code) for code in ("es-MX", "hi", "und", "xq")] == ["Spanish", "Hindi", "another language", "xq"]


def test_nothing_chosen_is_the_organizations_language() -> None:
    assert chosen("", "", default="es") == ("es", "")
    assert chosen("other", " ", default="es") == ("es", "")
