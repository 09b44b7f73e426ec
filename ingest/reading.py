"""Which reading of files this is: raised whenever the parser or the rules read a file otherwise.

A text that an earlier Mizan took in is read anew when its file comes again, and the shipped
digests at the next start; nothing here imports the parser, because the server asks too.
"""

READING = "2"
"""1: the first release.  2: amendment notes with their days and places; remarks."""
