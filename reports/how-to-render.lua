io.stderr:write("The book is made for one study: type 'mcn report york-2021', then 'quarto render results/york-2021/book'.\n")
os.exit(1)
