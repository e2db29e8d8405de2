"""Addresses that entries cite: which there are, what somebody's own tool found there, archived copies.

The server asks no address itself: what is found comes in as a file.
"""
