"""A form a day, filed by Duly itself through each public form: the proof that whoever asks today is heard.

The form is filled in page by page as a visitor does, with cookies, form token and proof of work. A mark that nobody
else can make tells the web process that it is one of these. It is then taken in as any other, rows, clocks and
confirmation, and taken back in the same transaction: no list, count, cap, alert or export ever sees it. What stays is
one message to the operator's address for such mail; when the mail server has taken that, the form is proven for its
day.
"""
