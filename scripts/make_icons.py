"""Build web/static/icons.svg: the Bootstrap Icons (MIT) the pages use, as one sprite. Run after adding a name."""

import re

from scripts.places import PROJECT

NAMES = """123 arrow-left arrow-right arrow-repeat bar-chart book box-arrow-in-down box-arrow-right calendar3 check-circle-fill
check-lg chevron-right circle-half clock-history crosshair dash-lg download exclamation-lg exclamation-octagon-fill
exclamation-triangle exclamation-triangle-fill eye file-earmark-text filter flag folder2-open geo-alt globe2 grid-3x3-gap inboxes info-circle journal-check keyboard
layers list list-ul lock lock-fill map pencil-square pause-circle people person-badge plus-lg printer question-circle question-lg rulers search share
send shield-check slash-circle trash3 upload vector-pen wifi-off x-lg""".split()

LOGO = (
    '<symbol id="logo" viewBox="0 0 40 40"><rect x="1.5" y="1.5" width="37" height="37" rx="6" fill="#0B5166" '
    'stroke="#fff" stroke-width="2.4"/><path d="M2 25 17 21 20 2.5M17 21 38 16M17 21l4 17" stroke="#fff" '
    'stroke-width="2.4" fill="none"/><path d="M18.7 22.2 37.4 17.7V33a4.600 4.600 0 0 1-4.600 4.400H22z" fill="#E8799E"/></symbol>'
)
SEVERITIES = """<symbol id="finding-error" viewBox="0 0 20 20"><path d="M6 1h8l5 5v8l-5 5H6l-5-5V6z" stroke="none"/>
<path d="M10 5v6.4M10 13.6v1.8" fill="none"/></symbol>
<symbol id="finding-warning" viewBox="0 0 20 20"><path d="M10 1.2 19.4 18H.6z" stroke="none"/>
<path d="M10 6.6v5.6M10 14v1.8" fill="none"/></symbol>
<symbol id="finding-note" viewBox="0 0 20 20"><circle cx="10" cy="10" r="9" stroke="none"/>
<path d="M10 8.8v6M10 4.8v2" fill="none"/></symbol>"""


def symbol(name: str) -> str:
    """One icon file as a symbol of the sprite."""
    text = (PROJECT / "node_modules/bootstrap-icons/icons" / f"{name}.svg").read_text(encoding="utf-8")
    inner = re.sub(r"\s+", " ", re.sub(r"^<svg[^>]*>|</svg>\s*$", "", text.strip())).strip()
    return f'<symbol id="{name}" viewBox="0 0 16 16">{inner}</symbol>'


def main() -> None:
    """Write the sprite and the stand-alone logo."""
    notice = "<!-- Icons: Bootstrap Icons, Copyright The Bootstrap Authors, MIT licence. Logo and finding marks: Thổ Địa. -->"
    body = "\n".join([notice, LOGO, SEVERITIES.replace("\n", ""), *map(symbol, NAMES)])
    static = PROJECT / "web" / "static"
    (static / "icons.svg").write_text(f'<svg xmlns="http://www.w3.org/2000/svg">\n{body}\n</svg>\n', encoding="utf-8")
    logo = LOGO.replace('<symbol id="logo"', '<svg xmlns="http://www.w3.org/2000/svg"').replace("</symbol>", "</svg>")
    (static / "logo.svg").write_text(logo + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
