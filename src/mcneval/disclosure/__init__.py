"""What may be told of people: one place, used by the notebooks, the report and the site.

``suppress`` hides small counts before they are shown or drawn, ``audit`` looks for what a reader
could work out all the same, and ``search`` looks through every file for what identifies people.
"""
