* Reads the CSV files beside it and saves each as a data set of Stata:
{% for table in tables %}
* {{ table.name }}.dta, {{ table.about }}
{% endfor %}
*
* Run it in its folder. Flags are 0, 1 or missing; days are dates; words of a closed list are
* numbers with value labels. codebook.csv says what each variable is.

version 16
set more off
{% for table in tables %}

* ---------------------------------------------------------------- {{ table.file }}

{% if table.n_rows == 0 %}
* {{ table.file }} has no row.
{% else %}
import delimited using "{{ table.file }}", clear varnames(1) case(preserve) ///
    encoding("UTF-8") bindquotes(strict) maxquotedrows(unlimited) stringcols(_all)

* Texts that a spreadsheet would take for formulas stand behind an apostrophe.
foreach name of varlist _all {
    replace `name' = substr(`name', 2, .) if ustrregexm(`name', "^'+[-=+@\t\r]")
}

tempvar value
{% for variable in table.variables %}

{% if variable.type == "date" %}
generate long `value' = date({{ variable.name }}, "YMD")
assert !missing(`value') if {{ variable.name }} != ""
format `value' %td
drop {{ variable.name }}
rename `value' {{ variable.name }}
{% elif variable.type == "category" %}
generate byte `value' = .
{% for word in variable.categories %}
replace `value' = {{ loop.index }} if {{ variable.name }} == "{{ word }}"
label define {{ variable.name }} {{ loop.index }} "{{ word }}", add
{% endfor %}
assert !missing(`value') if {{ variable.name }} != ""
label values `value' {{ variable.name }}
drop {{ variable.name }}
rename `value' {{ variable.name }}
{% elif variable.type != "text" %}
destring {{ variable.name }}, replace
confirm numeric variable {{ variable.name }}
{% if variable.type == "flag" %}
capture label define yes_no 0 "no" 1 "yes"
label values {{ variable.name }} yes_no
{% endif %}
{% endif %}
label variable {{ variable.name }} "{{ variable.about }}"
order {{ variable.name }}, last
{% endfor %}

label data "{{ table.about }}"
compress
save "{{ table.name }}.dta", replace
{% endif %}
{% endfor %}
