//! What queries match, what they refuse, and that a naive reference answers the same.

mod proximity;
mod reference;

use super::TopicQuery;

fn check(query: &str, text: &str, expected: bool) {
    check_article(query, "", text, expected);
}

fn check_article(query: &str, title: &str, text: &str, expected: bool) {
    let parsed = TopicQuery::parse(query).unwrap_or_else(|error| panic!("{query}: {error}"));
    assert_eq!(parsed.matches(Some(title), text), expected, "{query} on {title:?} {text:?}");
}

#[test]
fn a_near_match_fails_by_one_condition_of_the_outermost_and() {
    let check = |query: &str, text: &str, expected: bool| {
        let query = TopicQuery::parse(query).unwrap();
        assert_eq!(query.nearly_matches(None, text), expected, "{} on {text:?}", query.as_str());
        assert!(!(expected && query.matches(None, text)));
    };
    check("a AND b AND c", "a b", true);
    check("a AND b AND c", "b", false);
    check("a AND b AND c", "a b c", false);
    check("a AND (b OR c) AND NOT d", "a d c", true);
    check("a AND (b OR c) AND NOT d", "a d", false);
    check("a AND (b OR c) AND NOT d", "d", false);
    check("a AND (b AND c AND d)", "a", true);
    check("a OR (b AND c)", "b", true);
    check("a OR (b AND c)", "x", false);
    check("a OR (b AND c)", "a b", false);
    check("a NEAR/2 b", "a x x b", true);
    check("a NEAR/2 b", "a x b", false);
    check("a NEAR/2 b", "a", false);
    for (query, expected) in [("a OR b", false), ("NOT a", false), ("a OR b AND c", true)] {
        assert_eq!(TopicQuery::parse(query).unwrap().has_near_matches(), expected);
    }
}

#[test]
fn words_match_whole_words_in_any_case() {
    check("order", "An ORDER.", true);
    check("order", "Orders, disorder, order1, border", false);
    check("Trump", "Trump's choice", false);
    check("trump*", "Trump’s choice", true);
    check("Trump's", "TRUMP’S choice", true);
    check("neil", "O'Neil said", false);
    check("neil", "said 'neil'", true);
    check("b", "a''b", true);
    check("13848", "(EO13848)", false);
    check("13848", "EO-13848", true);
    check("snake", "snake_case", true);
    check("caféteria", "CAFÉTERIA", true);
    check("Путин", "сказал ПУТИН", true);
    check("Путин", "Путина", false);
    check("пут*", "«Путина»", true);
    check("οδος", "ΟΔΌΣ ΟΔΟΣ", true);
    check("é", "né É", true);
    check("sign", "\u{17f}ign", false);
}

#[test]
fn a_star_stands_for_any_ending_and_for_none() {
    check("elect*", "elect", true);
    check("elect*", "electoral", true);
    check("elect*", "re-elected", true);
    check("elect*", "reelected", false);
    check("\"elect* interfer*\"", "election interference", true);
    check("\"elect* interfer*\"", "election of interference", false);
    check("interfer*-election", "interference\r\nElection", true);
    check("\"a* b* c*\"", "aa bb cc", true);
}

#[test]
fn wildcards_stand_for_letters_of_one_word() {
    check("wom?n", "Woman, women", true);
    check("wom?n", "womn, wom'n, womeen, wom n", false);
    check("wom?n*", "the women's vote", true);
    check("organi?ation*", "organisations", true);
    check("wom*n", "womn", true);
    check("wom*n", "womankind's n", false);
    check("w*m*n", "Wolfman", true);
    check("*gate", "Watergate", true);
    check("*gate", "gates", false);
    check("*gate", "over-gate", true);
    check("o*'s", "order's", true);
    check("?order", "border", true);
    check("?order", "order", false);
    check("cov?d-19", "COVID-19", true);
    check("\"elect* ?nterfer* *day\"", "election interference today", true);
    check("п*н", "ПУТИН", true);
    check("?утин", "Путин", true);
    check("?'é", "l’É", true);
    check("sanction!", "Sanctions", true);
    check("\"Yahoo! News\"", "Yahoo! News", true);
    check("\"Yahoo! News\"", "Yahoo News", true);
}

#[test]
fn wildcards_are_tried_on_words_of_up_to_100_letters() {
    check("w*n", &format!("w{}n", "a".repeat(98)), true);
    check("w*n", &format!("w{}n", "a".repeat(99)), false);
    check("w*", &format!("w{}n", "a".repeat(99)), true);
}

#[test]
fn words_of_a_phrase_follow_one_another() {
    check("\"executive order\"", "the executive order", true);
    check("\"executive order\"", "Executive\n\n\torder", true);
    check("\"executive order\"", "executive\u{a0}order", true);
    check("\"executive order\"", "executive-order", true);
    check("executive-order", "an executive order", true);
    check("\"executive order\"", "executive, order", false);
    check("\"executive order\"", "order executive", false);
    check("\"executive order\"", "executiveorder", false);
    check("\"executive order\"", "an executive's order", false);
    check("\"U.S. election*\"", "in U.S. elections", true);
    check("\"U.S. election*\"", "in U S elections", true);
    check("\"US election*\"", "in U.S. elections", false);
    check("\"order, which\"", "the order which", true);
    check("\"#order, which\"", "order #which", false);
    check("\"dogs' tails\"", "dogs' tails", true);
    check("\"dogs' tails\"", "dogs'tails", false);
    check("“executive order”", "executive order", true);
    check("\"order order\"", "order order", true);
    check("\"order order\"", "order", false);
    check("\"путин сказал\"", "Путин\nсказал", true);
    check("\"a NOT b\"", "a not b", true);
}

#[test]
fn operators_bind_not_then_and_then_or() {
    check("a OR b AND c", "a", true);
    check("a OR b AND c", "b", false);
    check("(a OR b) AND c", "a", false);
    check("NOT a AND b", "b", true);
    check("NOT a AND b", "a b", false);
    check("NOT (a AND b)", "a", true);
    check("NOT NOT a", "a", true);
    check("NOT a", "", true);
    check("a AND NOT b OR c", "a b c", true);
    check("a AND(b)OR\"c\"", "c", true);
    check("a\nAND # the rest of the line is a comment ( \"\n b", "b a", true);
    check("and", "this and that", true);
}

#[test]
fn title_and_text_count_together_but_no_phrase_runs_across() {
    check_article("order AND election", "The order", "The election", true);
    check_article("\"order election\"", "The order", "election", false);
    check_article("\"order election\"", "The order election", "", true);
    check_article("order AND NOT election", "The order", "The election", false);
    check_article("order AND NOT election", "Election", "The order", false);
}

fn check_error(query: &str, message: &str) {
    assert_eq!(TopicQuery::parse(query).unwrap_err().to_string(), message, "{query}");
}

#[test]
fn errors_say_where_and_what_was_found_and_expected() {
    let operand = "expected a word, a \"phrase\", NOT or `(`";
    let joined = "expected AND, OR or NEAR/n (in upper case) between two terms";
    check_error("", &format!("1:1: found an empty query, {operand}"));
    check_error(" # nothing\n", &format!("1:1: found an empty query, {operand}"));
    check_error("a AND", &format!("1:6: found the end of the query, {operand}"));
    check_error("AND a", &format!("1:1: found `AND`, {operand}"));
    check_error("a OR\n OR b", &format!("2:2: found `OR`, {operand}"));
    check_error("()", &format!("1:2: found `)`, {operand}"));
    check_error("NOT", &format!("1:4: found the end of the query, {operand}"));
    check_error("é b", &format!("1:3: found `b` right after another term, {joined}"));
    check_error("a (b)", &format!("1:3: found `(` right after another term, {joined}"));
    check_error("(a \"b c\")", &format!("1:4: found `\"b c\"` right after another term, {joined}"));
    check_error("a NOT b", &format!("1:3: found `NOT` right after another term, {joined}"));
    check_error("a or b", &format!("1:3: found `or` right after another term, {joined}"));
    check_error("a)", "1:2: found `)` without its `(`, expected AND, OR or the end of the query");
    check_error("a OR (b", "1:6: found `(` that is never closed, expected `)` after its last term");
    check_error(
        "a OR\n\"b",
        "2:1: found a quotation mark that is never closed, expected `\"` at the end of the phrase",
    );
    let letter = "expected at least one letter or digit beside `*` and `?`";
    check_error("a OR *", &format!("1:6: found `*`, {letter}"));
    check_error("\"a ??\"", &format!("1:4: found `??`, {letter}"));
    check_error("a**", "1:2: found `**`, expected one `*`, which stands for any letters");
    let term = "found a term with no letter or digit in it, expected a word or a \"phrase\"";
    check_error("a OR --", &format!("1:6: {term}"));
    check_error("\"\"", &format!("1:2: {term}"));
}

#[test]
fn depth_and_number_of_terms_are_limited() {
    let nested = |depth: usize| format!("{}a{}", "(".repeat(depth), ")".repeat(depth));
    check(&nested(100), "a", true);
    let level = "found one level more, expected at most 100 levels of parentheses and NOT";
    check_error(&nested(101), &format!("1:101: {level}"));
    check_error(&format!("{}a", "NOT ".repeat(100_000)), &format!("1:401: {level}"));
    let terms = |count: usize| vec!["a"; count].join(" OR ");
    check(&terms(10_000), "a", true);
    let nears = |count: usize| vec!["a"; count + 1].join(" w/1 ");
    check(&nears(250), "a a", true);
    check_error(
        &nears(251),
        "1:1503: found one proximity more, expected at most 250 of NEAR, PRE and `~`",
    );
    check_error(&terms(10_001), "1:50001: found one term more, expected at most 10000 terms");
}

#[test]
fn a_query_keeps_its_source() {
    assert_eq!(TopicQuery::parse(" a\nOR b ").unwrap().as_str(), " a\nOR b ");
}
