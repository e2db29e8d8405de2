"""Pictures: JPEG, PNG and WebP, kept only as pixels that were encoded anew."""
