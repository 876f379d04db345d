def typed(keys):
    """Return the text on the screen and how often a key for deleting was pressed."""
    text = ""
    pressed = 0
    for key in keys:
        if key == "<":
            text = text[:-1]
            pressed = pressed + 1
        else:
            text = text + key
    return text, pressed
