raise ImportError("the start method 'spawn' is not there yet; use get_context('fork')")
