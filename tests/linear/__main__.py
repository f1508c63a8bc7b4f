"""``python -m tests.linear``: write every snapshot anew, and remove those of screens that are gone."""

from tests.linear.screens import FOLDER, texts


def main() -> None:
    """Leave exactly one file for each screen."""
    FOLDER.mkdir(exist_ok=True)
    for file in FOLDER.glob("*.txt"):
        file.unlink()
    for name, text in texts().items():
        (FOLDER / f"{name}.txt").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
