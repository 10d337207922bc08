"""Forms that bring a CSV file."""

BOUNDARY = "kennel"


def form(file: str | bytes | None, **fields: object) -> tuple[str, bytes]:
    """Content type and bytes of a form with this file (None: without one) and other fields."""
    parts = [
        f'Content-Disposition: form-data; name="{name}"\r\n\r\n{value}'.encode()
        for name, value in fields.items()
    ]
    if file is not None:
        head = b'Content-Disposition: form-data; name="file"; filename="users.csv"\r\nContent-Type: text/csv'
        parts.append(head + b"\r\n\r\n" + (file.encode() if isinstance(file, str) else file))
    lines = b"".join(b"--" + BOUNDARY.encode() + b"\r\n" + part + b"\r\n" for part in parts)
    return f"multipart/form-data; boundary={BOUNDARY}", lines + f"--{BOUNDARY}--\r\n".encode()
