# Reads the CSV files beside it into data frames of their names: units, articles, outlets and, with an audit, audit.
#
#   source("import.R", chdir = TRUE)
#
# Flags are 0, 1 or NA. Days are dates, words of a closed list are factors. codebook.csv says what each variable is; what
# it says stands in the attribute "label" of each, too.

codebook <- read.csv("codebook.csv", colClasses = "character", na.strings = "", encoding = "UTF-8")

read_table <- function(file) {
  variables <- codebook[codebook$file == file, ]
  is_number <- variables$type %in% c("count", "real", "flag")
  classes <- setNames(ifelse(is_number, "numeric", "character"), variables$variable)
  table <- read.csv(file, colClasses = classes, na.strings = "", encoding = "UTF-8", check.names = FALSE,
                    skipNul = TRUE)
  stopifnot(identical(names(table), variables$variable))
  for (row in seq_len(nrow(variables))) {
    name <- variables$variable[row]
    table[[name]] <- switch(variables$type[row],
      # Texts that a spreadsheet would take for a formula stand behind an apostrophe.
      text = sub("^'('*[-=+@\t\r])", "\\1", table[[name]]),
      date = as.Date(table[[name]], format = "%Y-%m-%d"),
      category = factor(table[[name]], levels = strsplit(variables$values[row], "; ", fixed = TRUE)[[1]]),
      table[[name]])
    attr(table[[name]], "label") <- variables$about[row]
  }
  table
}

for (file in unique(codebook$file)) {
  assign(sub("\\.csv$", "", file), read_table(file))
}
rm(file)
