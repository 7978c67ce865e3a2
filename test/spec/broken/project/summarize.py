print("summarized")
