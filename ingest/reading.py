"""Which reading of files this is: raised whenever the parser or the rules read a file otherwise.

A text that an earlier Mizan took in is read anew when its file comes again, and the shipped
digests at the next start; nothing here imports the parser, because the server asks too.
"""

READING = "3"
"""1: the first release.  2: amendment notes with their days and places; remarks.
3: confidence, places on the page, scans, DOCX, more XML."""
