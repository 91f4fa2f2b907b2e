"""What a mail says."""

from email.message import EmailMessage


def texts(mail: EmailMessage) -> tuple[str, str]:
    """The plain text and the HTML."""
    plain, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert plain is not None
    assert html is not None
    return plain.get_content(), html.get_content()
