"""Why something was not done: one small tree. Each message names the request, the reason and what to do next."""

from collections.abc import Mapping

from policies.domain.findings import Citation


class Refused(Exception):
    """Something asked of a request was not done, and nothing has changed."""

    def __init__(self, reference: str, why: str, next_step: str) -> None:
        super().__init__(f"{reference}: {why} {next_step}".strip(": "))
        self.reference = reference
        self.why = why
        self.next_step = next_step


class NotAllowed(Refused):
    """The request's state does not allow it."""

    def __init__(self, reference: str, action: str, state: str, instead: tuple[str, ...]) -> None:
        choices = ", ".join(name.replace("_", " ") for name in instead) or "nothing"
        super().__init__(
            reference,
            f"“{action.replace('_', ' ')}” is not possible while the request is {state.replace('_', ' ')}.",
            f"Possible now: {choices}.",
        )
        self.action = action
        self.state = state


class Blocked(Refused):
    """A rule of the policy or of a law forbids it; `because` are the rules."""

    def __init__(self, reference: str, why: str, next_step: str, because: tuple[Citation, ...] = ()) -> None:
        super().__init__(reference, why, next_step)
        self.because = because


class Incomplete(Refused):
    """Something needed is missing or wrong; `problems` says what, field by field."""

    def __init__(self, reference: str, problems: Mapping[str, str]) -> None:
        super().__init__(reference, " ".join(problems.values()), "Correct this and try again.")
        self.problems = dict(problems)


class NotPermitted(Refused):
    """The person who asked for it does not hold the role it takes."""

    def __init__(self, reference: str, role: str) -> None:
        super().__init__(
            reference, f"This takes the role of {role.replace('_', ' ')}.", f"Ask a {role.replace('_', ' ')} to do it."
        )
        self.role = role


class Stale(Refused):
    """Somebody else changed the request since it was looked at."""

    def __init__(self, reference: str) -> None:
        super().__init__(
            reference, "The request has changed since you opened it.", "Look at it again, then repeat your step."
        )
