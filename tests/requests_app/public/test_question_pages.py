"""The question pages: each wrong input gets a message at its field, and nothing that was typed is lost."""

from .visitor import Visitor


def test_a_wrong_answer_brings_the_page_back_with_what_was_typed(pat: Visitor) -> None:
    pat.begin("delete").walk("contact").post({"name": "Pat", "email": "pat at mail"})
    assert pat.step == "contact"
    assert pat.title.startswith("Error: Where may we send emails?")
    assert pat.problems() == ["Enter an email address like name@example.com."]
    assert pat.page.count("Enter an email address like name@example.com.") == 2
    assert (pat.value_of("name"), pat.value_of("email")) == ("Pat", "pat at mail")


def test_more_wishes_than_one_form_holds_are_refused_at_once(kim: Visitor) -> None:
    every = [
        "see", "accounting", "correct", "delete", "correct_third_party_sourced", "delete_third_party_sourced",
        "opt_out_targeted_ads", "limit_disclosure", "send_to_third_party", "opt_out_email", "opt_out_text",
        "opt_out_calls", "opt_out_mail",
    ]  # fmt: skip
    kim.begin(*every)
    assert kim.problems() == ["One form can hold 12 requests. Choose fewer, and send another form for the others."]
    assert all(kim.ticked(wish) for wish in every)


def test_a_link_can_lead_straight_to_one_wish(pat: Visitor) -> None:
    pat.get("/prospect-medical/ask/?for=opt_out_sale")
    assert pat.ticked("opt_out_sale")
    assert not pat.ticked("delete")


def test_a_link_to_what_is_not_offered_ticks_nothing(pat: Visitor) -> None:
    pat.get("/prospect-medical/ask/?for=%22%3E%3Cscript%3E")
    assert "checked" not in pat.page
    assert pat.step == "want"


def test_going_back_shows_what_was_answered(pat: Visitor) -> None:
    pat.begin("delete").walk("find")
    for step, shown in {
        "role": "self",
        "safe": "email",
        "records": "site",
        "want": "delete",
        "fact-residency": "US-CA",
    }.items():
        assert pat.get(pat.url.replace("find", step)).ticked(shown)
        pat.get(pat.url.replace(step, "find"))
    pat.get(pat.url.replace("find", "contact"))
    assert pat.value_of("email") == "pat@mail.example"


def test_each_page_leads_back_to_the_one_before(pat: Visitor) -> None:
    pat.begin("delete").walk("contact")
    assert f'class="back" href="{pat.url.replace("contact", "safe")}"' in pat.page


def test_a_question_cannot_be_opened_before_those_it_follows(pat: Visitor) -> None:
    pat.begin("delete").walk("role")
    pat.get(pat.url.replace("role", "find"))
    assert pat.step == "role"


def test_a_question_that_is_not_asked_leads_to_one_that_is(pat: Visitor) -> None:
    pat.begin("delete").walk("role")
    assert pat.get(pat.url.replace("role", "where")).step == "role"
    assert pat.get(pat.url.replace("role", "nonsense")).status == 404


def test_changing_one_answer_leads_back_to_the_check(pat: Visitor) -> None:
    pat.begin("delete").walk()
    pat.get(pat.url.replace("check", "find")).post({"known_by": "Member 77"})
    assert pat.step == "check"
    assert "Member 77" in pat.text


def test_a_change_that_opens_a_question_asks_it_before_the_check(pat: Visitor) -> None:
    pat.begin("delete").walk()
    pat.get(pat.url.replace("check", "safe")).post({"preferred": "phone"})
    assert pat.step == "contact"
    assert pat.value_of("name") == "Pat Example"
    pat.post({"name": "Pat Example", "phone": "(555) 010-4477", "voicemail": "yes"})
    assert pat.step == "check"
    assert "(555) 010-4477 (may leave a message)" in pat.text


def test_a_wish_taken_back_and_chosen_again_finds_its_answers(pat: Visitor) -> None:
    pat.begin("delete", "correct").walk()
    want = pat.url.replace("check", "want")
    pat.post({"wishes": ["delete"]}, want)
    assert "The street is wrong." in pat.text
    assert "What is wrong" not in pat.text
    pat.post({"wishes": ["delete", "correct"]}, want)
    assert pat.step == "check"
    assert "What is wrong" in pat.text


def test_two_tabs_hold_two_requests(pat: Visitor) -> None:
    pat.begin("delete")
    first = pat.url
    pat.begin("opt_out_sale")
    assert pat.url.split("/")[3] != first.split("/")[3]
    assert pat.get(first).step == "records"


def test_two_tabs_of_one_request_lose_nothing(pat: Visitor) -> None:
    pat.begin("delete").walk("find")
    pat.post({"preferred": "mail"}, pat.url.replace("find", "safe"))
    pat.post({"known_by": "Member 77"}, pat.url.replace("contact", "find"))
    pat.get(pat.url.replace("check", "find"))
    assert pat.step in ("contact", "find")
    pat.get(pat.url.replace(pat.step, "safe"))
    assert pat.ticked("mail")


def test_what_is_typed_is_nowhere_but_in_the_sealed_draft(pat: Visitor) -> None:
    pat.begin("delete").walk("find")
    session = dict(pat.client.session)
    assert list(session) == ["drafts"]
    assert "Pat" not in str(session)


def test_nobody_else_can_open_a_draft_by_its_address(pat: Visitor) -> None:
    pat.begin("delete").walk("find")
    other = Visitor(pat.organization)
    assert other.get(pat.url).status == 404
    assert "Your answers are no longer here" in other.text
    other.get(pat.url.replace("find", "want"))
    assert "checked" not in other.page


def test_whoever_writes_to_anothers_address_gets_a_form_of_their_own(pat: Visitor) -> None:
    pat.begin("delete").walk("find")
    other = Visitor(pat.organization)
    other.post({"wishes": ["opt_out_sale"]}, pat.url.replace("find", "want"))
    assert other.url.split("/")[3] != pat.url.split("/")[3]
    pat.get(pat.url.replace("find", "want"))
    assert pat.ticked("delete")
    assert not pat.ticked("opt_out_sale")


def test_pages_say_until_when_the_answers_are_kept(pat: Visitor) -> None:
    pat.begin("delete")
    assert "Your answers are kept until Sat 2 May 2026, 11:00 am (Los Angeles time), then erased." in pat.text
