def badge(name):
    """Return the code for a visitor's badge."""
    label = name.strip()
    label.upper()
    label.replace("n", "m")
    label = label[1:3] + label[0]
    return label + str(len(name))
