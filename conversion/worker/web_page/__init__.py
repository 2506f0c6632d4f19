"""A model as one HTML page to draw on, which works from a USB stick, without network.

`description` turns the network into steps that plain JavaScript computes, `weights` its numbers into text, `page` puts
both together with the page's own sources in `sources/`, and `reading` asks the finished file.
"""
