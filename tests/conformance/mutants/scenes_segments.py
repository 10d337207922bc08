"""Scenes of segments: who may, what imports tell, what drafts do, what files hold."""

from tests.conformance.mutants.guide import Guide, member
from tests.conformance.mutants.places import INSTITUTION, LARGE, MARIN, NOTHING, SEGMENTS, SMALL

from understudy.conformance.forms import FORM, form

__all__ = ["drafts", "events", "importing_users", "institutions", "segments"]

ROWS = 'username,name\r\nno-1,"Bob, or ""B"" so"\r\n\r\n=1+1,Zoë\r\n'


def imported(guide: Guide, file: str | bytes | None, query: str, token: str = "demo", **fields: str) -> str:
    """The path of the draft of an import."""
    path = query if query.startswith("/") else f"{INSTITUTION}/import?{query}"
    answer = guide.ask("POST", path, content=form(file, fields), content_type=FORM, token=token)
    return f"{INSTITUTION}/drafts/{member(answer, 'draftId')}"


def some_users(guide: Guide) -> list[dict]:
    """The users of the small segment, as they are listed; what a mutant hides is left out."""
    try:
        return guide.ask("GET", f"{SMALL}/end-users").json()["endUsers"][:5]
    except (ValueError, KeyError):
        return []


def created(guide: Guide, draft: str, **facts: str) -> str:
    """The path of a new segment."""
    body = {"name": "Tour", "sourceProvider": "Guide", "draftId": draft.rpartition("/")[2], **facts}
    return f"{SEGMENTS}/{member(guide.ask('POST', SEGMENTS, body), 'segmentId')}"


def shown(guide: Guide, one: str) -> None:
    """A segment from all sides."""
    for rest in ("", "/stats", "/end-users", "/end-users.csv"):
        guide.ask("GET", one + rest)


def segments(guide: Guide) -> None:
    """Segments made, read, listed, renamed, deleted."""
    users = some_users(guide)
    ids = "".join(f"{user['endUserId']}\r\n" for user in users[:3])
    draft = imported(guide, ids, "sourceType=userId", csv_header_row_exists="false")
    one = created(guide, draft, name=f"Ünïcode {'x' * 60}")
    guide.ask("GET", f"{SEGMENTS[: -len('/segments')]}/end-users/{ids[:36]}/segments")
    body = {"name": "Another", "sourceProvider": "Tour", "draftId": draft.rpartition("/")[2]}
    for left in body:
        guide.ask("POST", SEGMENTS, {name: value for name, value in body.items() if name != left})
    for changed in (body, {"name": "Zoë", "sourceProvider": "Other"}, {"name": 5, "sourceProvider": "x"}, {}):
        guide.ask("PUT", one, changed)
        shown(guide, one)
    guide.ask("PUT", one, {"sourceProvider": "Other"})
    guide.ask("POST", SEGMENTS, {**body, "name": 5})
    guide.ask("POST", SEGMENTS, {**body, "draftId": NOTHING})
    guide.ask("GET", SEGMENTS)
    for number in range(101):
        created(guide, draft, name=f"{number:03}"[::-1])
    guide.ask("GET", SEGMENTS)
    users_path = f"{INSTITUTION}/end-users"
    for name in (ids[:36], NOTHING):
        guide.ask("GET", f"{users_path}/{name}/segments")
    for name in (one.upper().rpartition("/")[2], "7d0c", NOTHING):
        guide.ask("GET", f"{SEGMENTS}/{name}")
        shown(guide, f"{SEGMENTS}/{name}")
        guide.ask("PUT", f"{SEGMENTS}/{name}", {"name": "x", "sourceProvider": "y"})
    guide.ask("DELETE", one)
    guide.ask("DELETE", one)
    guide.ask("GET", one)
    guide.ask("GET", SEGMENTS)
    guide.ask("GET", f"{users_path}/{ids[:36]}/segments")


def importing_users(guide: Guide) -> None:
    """Files of all kinds, and the forms around them."""
    users = some_users(guide)
    for kind, name in (
        ("userId", "endUserId"), ("username", "username"),
        ("netteller_id", "nettellerId"), ("member_number", "memberNumber"),
    ):  # fmt: skip
        rows = [user.get(name, "none") for user in users]
        text = "".join(f"{row}\r\n" for row in [*rows, f"{rows[0] if rows else ''}-x"])
        for again in (text, text.upper(), f"  {text}"):
            imported(guide, again, f"sourceType={kind}", csv_header_row_exists="false")
    files: tuple[str | bytes | None, ...] = (
        ROWS, f"\ufeff{ROWS}", "no-1\r\nno-1\r\n", "\0\r\n", "Zo\xeb\r\n".encode("latin-1"), "x,y\r\ny\r\n",
        None,
        'a,x\r\n"00000000-0000-4000-8000-000000000000,x\r\n', f"a,{'x' * 300}\r\n",
        "nobody-has-this-1\r\nb\r\nnobody-has-this-1\r\n", "".join(f"no-{row}\r\n" for row in range(1100)),
    )  # fmt: skip
    fields: tuple[dict[str, str], ...] = (
        {}, {"csv_header_row_exists": "true"}, {"csv_header_row_exists": "false"},
        {"csv_header_row_exists": "maybe"},
        *({"user_identifier_csv_column": column} for column in ("0", "1", "2", "-1", "one")),
    )  # fmt: skip
    for file in files:
        for each in fields if file in (ROWS, "no-1\r\nno-1\r\n") else fields[1:3]:
            draft = imported(guide, file, "sourceType=username", **each)
        imported(guide, file, "sourceType=username", user_identifier_csv_column="1")
        for rest in ("", "/missing-users.csv", "/end-user-ids.csv"):
            guide.ask("GET", draft + rest)
    for query in (
        "", "sourceType=usernames", "sourceType=netteller-ids", "sourceType=USERNAME", "sourceType=email",
    ):  # fmt: skip
        imported(guide, ROWS, query)
    for query in ("append", "delete", "replace"):
        draft = imported(guide, ROWS, f"{SMALL}/import?sourceType=username&operationType={query}")
        guide.ask("GET", draft)
    imported(guide, ROWS, f"{SMALL}/import?sourceType=username")
    imported(guide, ROWS, f"{SEGMENTS}/{NOTHING}/import?sourceType=username&operationType=append")
    shown(guide, SMALL)


def drafts(guide: Guide) -> None:
    """Drafts applied to segments, and what comes of it."""
    ids = [f"{user['endUserId']}\r\n" for user in some_users(guide)]
    first, second, nobody = (
        imported(guide, text, "sourceType=userId", csv_header_row_exists="false")
        for text in ("".join(ids[:3]), "".join(ids[2:4]), "nobody\r\n")
    )
    one = created(guide, first)
    shown(guide, one)
    for draft in (second, first, nobody, f"{INSTITUTION}/drafts/{NOTHING}"):
        name = draft.rpartition("/")[2]
        for method in ("PUT", "DELETE", "POST", "PUT", "PUT", "PUT", "PUT"):
            guide.ask(method, f"{one}/drafts/{name}")
            shown(guide, one)
        for rest in ("", "/missing-users.csv", "/end-user-ids.csv"):
            guide.ask("GET", draft + rest)
    shown(guide, LARGE)
    guide.ask("GET", f"{INSTITUTION}/drafts/x")
    guide.ask("PUT", f"{SEGMENTS}/{NOTHING}/drafts/{NOTHING}")
    mixed = imported(guide, f"{ids[0]}no-1\r\n", "sourceType=userId", csv_header_row_exists="false")
    for rest in ("/missing-users.csv", "/end-user-ids.csv"):
        guide.ask("GET", mixed + rest)


def events(guide: Guide) -> None:
    """Events of the history."""
    history = INSTITUTION.replace("/segments/api", "/segmentation/api")
    for path in (history, f"{history}/segments/{SMALL.rpartition('/')[2]}", f"{history}/segments/{NOTHING}"):
        guide.ask("POST", f"{path}/history/permissions")
        guide.ask("POST", f"{path}/history/permissions", {})
        guide.ask("POST", f"{path}/history/permissions", token="demo-read")
    empty = created(guide, imported(guide, f"{some_users(guide)[-1:]}", "sourceType=userId"))
    guide.ask("GET", f"{empty}/stats")
    third = f"{SEGMENTS}/18c7a5e9-b340-4f6d-92e1-c05d8f7b3a24"
    guide.ask("POST", f"{history}/segments/{third.rpartition('/')[2]}/history/permissions")
    shown(guide, third)


def institutions(guide: Guide) -> None:
    """Callers of all kinds in institutions of all kinds."""
    one, draft = SMALL.removeprefix(INSTITUTION), "/drafts/e3a86f12-5c7d-4b90-91fa-6d2e8c4b7a05"
    body = {"name": "Theirs", "sourceProvider": "Others", "draftId": draft.rpartition("/")[2]}
    user = "".join(each["endUserId"] for each in some_users(guide)[:1]) or NOTHING
    for where in (INSTITUTION, MARIN, INSTITUTION.rpartition("/")[0] + "/" + NOTHING):
        for token in ("", "nobody", "demo-read", "demo-marin", "demo-admin", "demo"):
            for rest in ("/segments", one, f"{one}/stats", f"/end-users/{user}/segments"):
                guide.ask("GET", where + rest, token=token)
            for rest in (f"{one}/end-users", f"{one}/end-users.csv"):
                guide.ask("GET", where + rest, token=token)
            for rest in ("", "/missing-users.csv", "/end-user-ids.csv"):
                guide.ask("GET", where + draft + rest, token=token)
            guide.ask("POST", f"{where}/segments", body, token=token)
            guide.ask("PUT", where + one, {"name": "x", "sourceProvider": token}, token=token)
            guide.ask("POST", where + one + draft, token=token)
            for path in (f"{where}/import", f"{where}{one}/import"):
                query = "sourceType=userId&operationType=append"
                imported(guide, f"id\r\n{user}\r\n", f"{path}?{query}", token=token)
    for token in ("", "demo-read", "demo-marin"):
        for where in (MARIN, INSTITUTION):
            guide.ask("DELETE", where + one, token=token)
            guide.ask("GET", SMALL)
