"""Taking the steps by which a version has identity established. What was compared is kept as kinds, never as values."""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar, Final

from django import forms

from .act_forms import ActFrame, DatedForm
from .desk_form import long_text_field
from .identity import CHANNEL_PROOFS, StepState

PREFIX: Final = "step_"
NEITHER: Final = "neither"
MATCHED: Final = (("yes", "Yes, it matched"), ("no", "No, it did not match"))
TAKEN: Final = (("taken", "It was done, and it matched"),)


def proof_field(step: StepState, *, required: bool) -> forms.MultipleChoiceField:
    """The kinds of details a step accepts, as checkboxes; where it names none, that it was done."""
    choices = tuple((each, each[0].upper() + each[1:]) for each in step.accepts) or TAKEN
    return forms.MultipleChoiceField(
        label=step.says,
        choices=choices,
        required=required,
        widget=forms.CheckboxSelectMultiple,
        help_text=f"{step.asks}. The kinds only: the details themselves are not kept here." if step.accepts else "",
        error_messages={"required": "Tick what was compared. Identity stands only when every step was taken."},
    )


def compared_of(step: StepState, ticked: list[str]) -> tuple[str, ...]:
    """What was compared, in the order of the rule."""
    return tuple(each for each in step.accepts if each in ticked)


def too_few(step: StepState, ticked: list[str]) -> str:
    """The message when fewer were ticked than the rule wants; empty when it is enough."""
    if len(ticked) >= step.wanted:
        return ""
    return f"The rule wants {step.wanted} details that match: tick {step.wanted} or more."


class CheckStepForm(DatedForm):
    """One step. The kinds offered are those of any step of the case; that they fit is checked when it is saved."""

    field_order = ("step", "compared", "passed", "happened_on", "happened_at")
    names: ClassVar[tuple[str, ...]] = ("step",)
    step = forms.ChoiceField(
        label="Which step", widget=forms.RadioSelect, error_messages={"required": "Choose the step."}
    )
    compared = forms.MultipleChoiceField(
        label="Which kinds of details were compared",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="The kinds only: the details themselves are not kept here.",
    )
    passed = forms.ChoiceField(
        label="Did it match",
        choices=MATCHED,
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether it matched."},
    )

    def __init__(self, *args: Any, frame: ActFrame, **kwargs: Any) -> None:
        super().__init__(*args, frame=frame, **kwargs)
        kinds = tuple(dict.fromkeys(each for step in frame.steps for each in step.accepts))
        self.fields["step"].choices = [(step.key, _line(step)) for step in frame.steps]  # type: ignore[attr-defined]
        self.fields["compared"].choices = [(kind, kind[0].upper() + kind[1:]) for kind in kinds]  # type: ignore[attr-defined]
        if not kinds:
            del self.fields["compared"]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        step = next((each for each in self.frame.steps if each.key == data.get("step")), None)
        if step is None or "compared" not in self.fields or "compared" in self.errors:
            return data
        ticked = data.get("compared") or []
        if wrong := [each for each in ticked if each not in step.accepts]:
            self.add_error("compared", f"This step does not accept: {', '.join(wrong)}.")
        elif data.get("passed") == "yes" and (message := too_few(step, ticked)):
            self.add_error("compared", message)
        return data

    def details(self) -> Mapping[str, Any]:
        data = self.cleaned_data
        compared = tuple(data.get("compared") or ())
        return {**super().details(), "compared": compared, "passed": data["passed"] == "yes"}


class VerifiedForm(DatedForm):
    """Identity stands. The steps that nobody has taken yet are recorded with it, each with what was compared."""

    choices_from: ClassVar[Mapping[str, str]] = {"person": "people"}
    names: ClassVar[tuple[str, ...]] = ("evidence", "person")
    channel_proof = forms.ChoiceField(
        label="How do you know a way to reach the person that is their own",
        choices=(
            *((proof.value, words) for proof, words in CHANNEL_PROOFS.items()),
            (NEITHER, "Neither: the answer is then handed over in person only"),
        ),
        widget=forms.RadioSelect,
        help_text="This answer holds specific pieces or health records. It never goes to an address that is known "
        "from the request alone: a code sent there and typed in proves nothing.",
        error_messages={"required": "Choose how, or that neither holds."},
    )
    proven_ways = forms.MultipleChoiceField(
        label="Which way is it",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Tick only what was on file, or was proven. The answer opens and goes by these ways alone.",
    )
    evidence = long_text_field(
        "What was compared, and how it matched",
        help_text="Which kinds of data, not the data: “name and date of birth match the member file”.",
        missing="Write down what was compared. Without it nobody can later tell why the identity was accepted.",
        rows=3,
    )
    person = forms.ChoiceField(
        label="Have they asked before?",
        widget=forms.RadioSelect,
        required=False,
        help_text="Earlier requests from the same address. Only requests of one and the same person count together.",
    )

    def __init__(self, *args: Any, frame: ActFrame, **kwargs: Any) -> None:
        super().__init__(*args, frame=frame, **kwargs)
        asked = [step for step in frame.steps if step.outstanding or PREFIX + step.key in self.data]
        for step in asked:
            self.fields[PREFIX + step.key] = proof_field(step, required=step.outstanding)
        if not frame.people:
            del self.fields["person"]
        if not frame.sensitive:
            del self.fields["channel_proof"], self.fields["proven_ways"]
        else:
            ways = tuple((way, words[0].upper() + words[1:]) for way, words in frame.ways)
            self.fields["proven_ways"].choices = ways  # type: ignore[attr-defined]
        steps = tuple(PREFIX + step.key for step in asked)
        self.order_fields((*steps, "evidence", "channel_proof", "proven_ways", "person", "happened_on", "happened_at"))

    @property
    def outstanding(self) -> tuple[StepState, ...]:
        """What is still to be taken. What a second click sends again keeps its field, and is taken no second time."""
        return tuple(step for step in self.frame.steps if step.outstanding)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        for step in self.outstanding:
            name = PREFIX + step.key
            if name not in self.errors and (message := too_few(step, data.get(name) or [])):
                self.add_error(name, message)
        self._check_ways(data)
        return data

    def _check_ways(self, data: Mapping[str, Any]) -> None:
        proof, ways = data.get("channel_proof"), data.get("proven_ways")
        if proof == NEITHER and ways:
            self.add_error("proven_ways", "You chose that neither holds: tick no way.")
        elif proof and proof != NEITHER and not ways and "proven_ways" not in self.errors:
            self.add_error("proven_ways", "Tick which ways, or choose that neither holds.")

    def details(self) -> Mapping[str, Any]:
        proof, ways = self.cleaned_data.get("channel_proof", ""), self.cleaned_data.get("proven_ways") or ()
        shown = proof if proof != NEITHER else ""
        return {**super().details(), "channel_proof": shown, "proven_ways": tuple(ways) if shown else ()}

    def steps_taken(self) -> Iterator[Mapping[str, Any]]:
        """The details of each step that is recorded with it."""
        for step in self.outstanding:
            compared = compared_of(step, self.cleaned_data[PREFIX + step.key])
            yield {"step": step.key, "compared": compared, "passed": True}


def _line(step: StepState) -> str:
    return f"{step.method}: {step.says}"
