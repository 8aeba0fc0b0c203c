print("lmmm")
