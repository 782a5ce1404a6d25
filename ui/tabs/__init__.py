"""The tabs of the page in Gradio: what stands where in each, and which part tells which."""
