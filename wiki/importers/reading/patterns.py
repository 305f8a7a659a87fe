"""How each Markdown block begins."""

import re

HEADING = re.compile(r"^ {0,3}(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*$")
HEADING_ID = re.compile(r"[ \t]*\{[ \t]*#([\w:.-]+)[^}]*\}[ \t]*$")
SETEXT = re.compile(r"^ {0,3}(=+|-+)[ \t]*$")
RULE = re.compile(r"^ {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$")
FENCE = re.compile(r"^\s*(`{3,}|~{3,})[ \t]*([^`]*)$")
CONTAINER = re.compile(r"^\s*(:{3,})[ \t]*([^\W\d_][\w-]*|\{[^}]*\})(.*)$")
CONTAINER_END = re.compile(r"^\s*:{3,}[ \t]*$")
QUOTE = re.compile(r"^ {0,3}>[ ]?(.*)$")
MARKER = re.compile(r"^(\s*)([-*+]|\d{1,9}[.)])([ \t]+|$)(.*)$")
TASK = re.compile(r"^\[([ xX])\][ \t]+")
TABLE_RULE = re.compile(r"^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$")
FOOTNOTE = re.compile(r"^ {0,3}\[\^([^\]\s]+)\]:[ \t]*(.*)$")
REFERENCE = re.compile(
    r"""^ {0,3}\[(?!\^)([^\]]+)\]:[ \t]*<?([^\s>]+)>?(?:[ \t]+["'(](.*)["')])?[ \t]*$"""
)
TOC = re.compile(r"^\s*(?:\[\[\s*_?toc_?\s*\]\]|\[toc\]|\$\{toc\}|@\[toc\].*)\s*$", re.IGNORECASE)
DETAILS = re.compile(r"^\s*<details\b[^>]*>", re.IGNORECASE)
SUMMARY = re.compile(r"<summary\b[^>]*>(.*?)</summary>", re.IGNORECASE | re.DOTALL)
COMMENT = re.compile(r"^\s*<!--")
#: A line that begins with one of these tags, or holds a single tag and nothing else, is HTML.
HTML_BLOCK = re.compile(
    r"^ {0,3}</?(?:address|article|aside|blockquote|body|br|center|dd|details|div|dl|dt|fieldset|"
    r"figcaption|figure|footer|form|h[1-6]|header|hr|html|iframe|li|link|main|nav|object|ol|p|pre|"
    r"script|section|style|summary|table|tbody|td|template|tfoot|th|thead|tr|ul|video|audio)"
    r"(?:[\s/>]|$)",
    re.IGNORECASE,
)
HTML_ALONE = re.compile(r"^ {0,3}</?[A-Za-z][\w.-]*(?:\s[^<>]*)?/?>(?:\s*</[A-Za-z][\w.-]*>)?\s*$")
#: Elements that go on to their end tag, empty lines included.
HTML_WHOLE = re.compile(
    r"^\s*<(table|pre|script|style|ul|ol|dl|figure|iframe|video|template)\b", re.I
)
