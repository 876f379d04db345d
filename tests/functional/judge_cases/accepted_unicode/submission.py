def rückwärts(wort):
    return wort[::-1]
