"""What every uploaded file goes through before it is kept: bounds, a limited child process, a plain answer."""
