from typing import Any

from django.core.checks import CheckMessage, run_checks

from organizations.models import Organization
from policies.checks import published_versions_stand
from policies.domain.rules import VerificationRule
from policies.domain.terms import Right, StepMethod
from policies.models import PolicyVersion, ResponseDeadline, RightGranted
from policies.services.drafts import save_draft
from policies.services.publishing import publish
from tests.policies.conftest import NOW, SYSTEM
from tests.policies.examples import policy


def found(**_: Any) -> list[CheckMessage]:
    return published_versions_stand(databases=["default"])


def tamper(version: PolicyVersion, **columns: Any) -> None:
    """What somebody with the owner's rights could do."""
    PolicyVersion.objects.filter(pk=version.pk).update(**columns)


def test_nothing_is_said_of_versions_as_they_were_published(published: PolicyVersion, draft: PolicyVersion) -> None:
    assert found() == []


def test_the_check_runs_with_the_database_checks(tampering: None, published: PolicyVersion) -> None:
    tamper(published, document=published.document + " ")
    messages = run_checks(tags=["database"], databases=["default"])
    assert "policies.E001" in {message.id for message in messages}


def test_without_a_database_nothing_is_checked(tampering: None, published: PolicyVersion) -> None:
    tamper(published, document="{}")
    assert published_versions_stand(databases=None) == []


def test_e001_a_published_document_does_not_give_its_hash(tampering: None, published: PolicyVersion) -> None:
    tamper(published, document=published.document + " ")
    (message,) = found()
    assert message.id == "policies.E001"
    assert message.msg == "northwind/privacy-requests 2026-01-01: its document was changed after publication."
    assert "Restore the database from a backup" in str(message.hint)


def test_e002_the_rows_of_a_published_version_say_something_else(tampering: None, published: PolicyVersion) -> None:
    ResponseDeadline.objects.filter(version=published).update(within="90 calendar days")
    (message,) = found()
    assert message.id == "policies.E002"
    assert "its rows say something else in deadlines" in message.msg


def test_e002_a_row_was_added_to_a_published_version(published: PolicyVersion) -> None:
    RightGranted.objects.create(
        version=published, organization=published.organization, key="k", section="1", says="x", right="access"
    )
    (message,) = found()
    assert message.id == "policies.E002"


def test_e003_this_program_cannot_read_a_published_document(tampering: None, published: PolicyVersion) -> None:
    newer = published.document.replace('"format":1', '"format":2', 1)
    tamper(published, document=newer)
    messages = {message.id: message for message in found()}
    assert "format 2 is newer than this program" in messages["policies.E003"].msg
    assert messages["policies.E003"].hint == "Run the program that published it, or a newer one."


def test_w001_a_version_asks_more_of_people_than_the_law_lets_it(northwind: Organization, law: PolicyVersion) -> None:
    step = VerificationRule(
        key="check", section="3", says="We check.", rights=(Right.OPT_OUT_SALE,), method=StepMethod.MATCH_TWO
    )
    publish(save_draft(policy(verification=(step,)), organization=northwind, by=SYSTEM, at=NOW), by=SYSTEM, at=NOW)
    (message,) = found()
    assert message.id == "policies.W001"
    assert "identity is checked for opt_out_sale, which needs none" in message.msg
