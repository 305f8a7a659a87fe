"""Blocks in places that hold nothing but rich text."""

from html import escape

from wiki.importers.conversion.blocks import Block


def rich_words(block: Block) -> str | None:
    """Rich text that says what the block says; None when words cannot."""
    value = block.value
    match block.type:
        case "text":
            return str(value)
        case "callout":
            return (f"<p><b>{escape(value['title'])}</b></p>" if value["title"] else "") + value[
                "text"
            ]
        case "checklist":
            return f"<ul>{''.join(f'<li>{escape(item)}</li>' for item in value['items'])}</ul>"
        case "quote":
            signature = ", ".join(filter(None, (value["author"], value["source"])))
            return f"<p><i>{escape(value['text'])}</i> {escape(signature)}</p>"
        case "accordion":
            return "".join(
                f"<p><b>{escape(part['title'])}</b></p>{part['text']}" for part in value["items"]
            )
        case _:
            return None
