"""Reading and filling in the pages of the desk."""

import re
from html import unescape
from typing import Any

from django.test import Client
from django.urls import reverse

from policies.domain.facts import FactValue
from requests_app.models import PrivacyRequest
from requests_app.services import envelope

LIST = "staff:requests_app_privacyrequest_changelist"


def stated(request: PrivacyRequest) -> dict[str, FactValue]:
    """What the facts of a request say, by name."""
    return {fact.name: envelope.open_fact(fact) for fact in request.facts.select_related("request__data_key")}


def fresh(request: PrivacyRequest) -> PrivacyRequest:
    request.refresh_from_db()
    return request


def case_url(request: PrivacyRequest) -> str:
    return reverse("staff:requests_app_privacyrequest_change", args=[request.pk])


def act_url(request: PrivacyRequest, act: str) -> str:
    return reverse("staff:act", args=[request.pk, act])


def text(response: Any) -> str:
    """What a reader sees between header and footer, in one line, without tags."""
    whole = response.content.decode()
    body = whole[whole.index("<main") : whole.index("</main>")]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split()).replace(" .", ".").replace(" ,", ",")


def default_step(response: Any) -> str:
    """What Enter in a field does, in the one form of a page whose buttons say which step they are."""
    whole = response.content.decode()
    found = re.search(r'<button[^>]* name="step" value="(\w+)"', whole[whole.index("<main") :])
    assert found is not None
    return found[1]


def case_text(client: Client, request: PrivacyRequest) -> str:
    return text(client.get(case_url(request)))


def do(client: Client, request: PrivacyRequest, act: str, **fields: Any) -> Any:
    """Fill in the form of an act as it stands now, and save it; follows to the case."""
    request.refresh_from_db()
    data = {"seen": request.event_seq, "step": "save", **fields}
    return client.post(act_url(request, act), data, follow=True)


def identity_fields(client: Client, request: PrivacyRequest, *, channel_proof: str = "on_file") -> dict[str, Any]:
    """The form for an established identity, filled in: each outstanding step with as many details as it wants."""
    fields = client.get(act_url(request, "verify-identity")).context["form"].fields
    ticked = {name: [c for c, _ in field.choices][:3] for name, field in fields.items() if name.startswith("step_")}
    proof = {"channel_proof": channel_proof, "proven_ways": ["email"]} if "channel_proof" in fields else {}
    told = {"evidence": "Name and date of birth match the member file.", "happened_on": "2026-05-04"}
    return {**told, **ticked, **proof}


def verify(client: Client, request: PrivacyRequest, **more: Any) -> Any:
    """Record that identity is established, with every step it takes."""
    return do(client, request, "verify-identity", **{**identity_fields(client, request), **more})
