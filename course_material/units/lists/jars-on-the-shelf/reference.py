def clear_shelf(jars):
    for grams in jars:
        if grams < 50:
            jars.remove(grams)
    return jars
