"""Files that cannot be read as an instrument; each message names the file and the mend."""

from __future__ import annotations

from pathlib import Path

from corpus.errors import BadFile


class NoSuchFile(BadFile):
    """Nothing is at the path."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"There is no file {path}; check the path.")


class NotAFile(BadFile):
    """The path is a folder, or something else that holds no bytes."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} is a folder; name a file inside it.")


class Unreadable(BadFile):
    """The operating system does not let us read the file."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"{path} cannot be opened ({why}); check its permissions.")


class EmptyFile(BadFile):
    """The file holds no bytes, or only white space."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} is empty; fetch or save it again.")


class FileTooLarge(BadFile):
    """The file passes the limit."""

    def __init__(self, name: str, size_mb: float, limit_mb: float) -> None:
        super().__init__(
            f"{name} has {size_mb:.1f} MB; the most is {limit_mb:g} MB "
            "(MIZAN_MAX_FILE_MB sets the limit)."
        )


class OtherBytes(BadFile):
    """The file is not the one that was recorded under its name."""

    def __init__(self, name: str, found: str, recorded: str) -> None:
        super().__init__(
            f"{name} has the SHA-256 {found[:12]}…, and {recorded[:12]}… is recorded for it: it is "
            "another file, or was changed; fetch it again, or correct the record."
        )


class NoPrint(BadFile):
    """The file says itself that its words are not the law's as printed."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(
            f"{name} cannot be taken in as official text: {why}; take in the publisher’s file."
        )


class UnknownFormat(BadFile):
    """The bytes are of no format that has a reader."""

    def __init__(self, name: str, readable: str) -> None:
        super().__init__(f"{name} is in no format that can be read; these can: {readable}.")


class FormatNotYetRead(BadFile):
    """The format is known, but nothing here reads it."""

    def __init__(self, name: str, label: str, mend: str) -> None:
        super().__init__(f"{name} is {label}, which cannot be read yet; {mend}.")


class EncryptedPdf(BadFile):
    """The PDF asks for a password."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} is locked with a password; save a copy without one.")


class BrokenPdf(BadFile):
    """The PDF is cut off or damaged."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} is a damaged or incomplete PDF; download it again.")


class BrokenXml(BadFile):
    """The XML is not well-formed."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(f"{name} is not well-formed XML ({why[:120]}); download it again.")


class BrokenDocx(BadFile):
    """The DOCX, or the archive that holds it, is damaged."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(
            f"{name} is a damaged DOCX file ({why[:120]}); download it again, or save it anew."
        )


class LockedArchive(BadFile):
    """The archive's entries are encrypted."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} is locked with a password; save a copy without one.")


class PastLimit(BadFile):
    """The file is made so that reading it would take more time or memory than any instrument."""

    def __init__(self, name: str, what: str, most: str) -> None:
        super().__init__(
            f"{name} was not read: it has {what}, and the most is {most}. "
            "No instrument is made like this; save it anew as PDF or plain text."
        )


class PdfWithoutPages(BadFile):
    """The PDF opens, but has no page."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} is a PDF with no pages; download it again.")


class ScannedPdf(BadFile):
    """The PDF holds pictures of pages and no text, and no program can read them."""

    def __init__(self, name: str, pages: int) -> None:
        super().__init__(
            f"{name} is a scan: its {pages} page(s) hold pictures and no text. To have them read, "
            "install the program that reads letters (Debian: apt install tesseract-ocr)."
        )


class NoReaderOfPictures(BadFile):
    """The file is a picture, and no program can read it."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} is a picture. To have it read, install the program that reads letters "
            "(Debian: apt install tesseract-ocr)."
        )


class NoLettersRead(BadFile):
    """No letters were found on any page."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"No letters were found on the pages of {name}; scan it again, upright and at 300 dots "
            "an inch, or use a copy with a text layer."
        )


class BrokenPicture(BadFile):
    """The picture is cut off or damaged."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} is a damaged or incomplete picture; save or scan it again.")


class PictureTooLarge(BadFile):
    """The picture says that it is larger than any scan, or has more frames than any instrument."""

    def __init__(self, name: str, dots: int) -> None:
        super().__init__(
            f"{name} is too large a picture: the most is {dots / 1e6:.0f} million dots a page; "
            "save it at 300 dots an inch."
        )


class NotText(BadFile):
    """The bytes are not text in any encoding that we know."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} is not readable as text; save it as UTF-8, PDF or HTML.")


class NoProvisions(BadFile):
    """The file could be read, but nothing in it looks like a provision."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"No provisions were found in {name}: no numbered section, article or rule and no "
            "heading with paragraphs. Check that it is the text of an instrument."
        )
