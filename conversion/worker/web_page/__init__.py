"""Export a model as one HTML page to draw on, which works offline, e.g. from a USB stick.

`description` converts the network to steps that plain JavaScript computes, `weights` encodes its weights as text,
`page` combines both with the sources in `sources/`, and `reading` runs the finished file.
"""
