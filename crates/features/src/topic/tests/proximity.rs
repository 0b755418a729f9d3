//! What NEAR, PRE and `~` hold for, and what they refuse.

use super::{check, check_article, check_error};

#[test]
fn adjacent_words_are_at_distance_one() {
    check("sanction* NEAR/1 russia*", "Sanctions: Russia", true);
    check("sanction* NEAR/1 russia*", "Russian sanctions", true);
    check("sanction* NEAR/1 russia*", "sanctions on Russia", false);
    check("sanction* w/2 russia*", "sanctions on Russia", true);
    check("sanction* W/2 russia*", "Russia. His sanctions", true);
    check("sanction* near/2 russia*", "Russia is not under sanctions", false);
    check("a NEAR/3 b", "a U.S. b", true);
    check("a NEAR/2 b", "a U.S. b", false);
    check("a NEAR/2 b", "a re-elected b", false);
    check("a NEAR/2 b", "a doesn't b", true);
}

#[test]
fn the_order_counts_for_pre() {
    check("a PRE/2 b", "a x b", true);
    check("a pre/2 b", "b x a", false);
    check("a PRE/2 b", "b a x x b", false);
}

#[test]
fn phrases_and_groups_stand_near_by_their_nearest_ends() {
    check(
        "\"executive order\" w/3 (russia* OR \"the kremlin\")",
        "executive order on the Kremlin",
        true,
    );
    check(
        "\"executive order\" w/1 (russia* OR \"the kremlin\")",
        "executive order on the Kremlin",
        false,
    );
    check("(a) NEAR/1 ((b OR c) OR d)", "d a", true);
    check("order NEAR/5 order", "an order", false);
    check("order NEAR/5 order", "an order is an order", true);
    check("\"executive order\" NEAR/5 order", "the executive order", false);
}

#[test]
fn in_a_chain_each_operand_stands_near_the_one_before_it() {
    check("a NEAR/2 b NEAR/2 c", "a x b x c", true);
    check("a NEAR/2 b NEAR/2 c", "a b x x x b c", false);
    check("a NEAR/2 b PRE/2 c", "b a c", true);
    check("a NEAR/2 b PRE/1 c", "c b a", false);
}

#[test]
fn near_binds_before_not_and_and_or() {
    check("NOT a NEAR/1 b", "b", true);
    check("NOT a NEAR/1 b", "a b", false);
    check("a AND b NEAR/1 c", "b c", false);
    check("a OR b NEAR/1 c", "a", true);
    check("(a NEAR/1 b) AND (b NEAR/1 c)", "a b x b c", true);
}

#[test]
fn nothing_is_near_across_title_and_text() {
    check_article("a NEAR/9 b", "a", "b", false);
    check_article("a NEAR/9 b", "x", "a b", true);
    check_article("a NEAR/9 b", "b a", "", true);
    check_article("a AND \"b c\"~3", "a b", "c b", true);
}

#[test]
fn a_tilde_moves_the_words_of_a_phrase_as_lucene_does() {
    check("\"russia sanctions\"~5", "Russia one two three four five sanctions", true);
    check("\"russia sanctions\"~5", "Russia one two three four five six sanctions", false);
    check("\"russia sanctions\"~2", "Sanctions, Russia", true);
    check("\"russia sanctions\"~1", "Sanctions, Russia", false);
    check("\"a b c\"~2", "a b x x c", true);
    check("\"a b c\"~1", "a x b x c", false);
    check("\"order order\"~4", "an order", false);
    check("\"order* ord* o*\"~4", "an order for orders x o", true);
    check("“a b”~3", "a x b", true);
}

#[test]
fn errors_say_what_stands_near_what() {
    let number =
        |operator: &str| format!("expected `{operator}` and a number of words from 1 to 1000");
    check_error("a NEAR/0 b", &format!("1:3: found `NEAR/0`, {}", number("NEAR/")));
    check_error("a w/1001 b", &format!("1:3: found `w/1001`, {}", number("w/")));
    check_error("a w/p b", &format!("1:3: found `w/p`, {}", number("w/")));
    check_error("a pre/ b", &format!("1:3: found `pre/`, {}", number("pre/")));
    check_error("a w/+5 b", &format!("1:3: found `w/+5`, {}", number("w/")));
    check_error("\"a b\"~x", &format!("1:6: found `~x`, {}", number("~")));
    check_error("a~1", "1:2: found `~`, expected `~` and a number right after a \"phrase\"");
    check_error(
        "\"a\"~1",
        "1:1: found a phrase of 1 word before `~`, expected a phrase of 2 to 16 words",
    );
    let operand = "expected a word, a \"phrase\", NOT or `(`";
    check_error("NEAR/3 b", &format!("1:1: found `NEAR/3`, {operand}"));
    check_error("a NEAR/3 NOT b", &format!("1:10: found `NOT`, {operand}"));
    check_error("a NEAR/3", &format!("1:9: found the end of the query, {operand}"));
    let joined = "beside NEAR, expected a word, a \"phrase\" or a group of them joined by OR";
    let group = format!("found a group with AND, NOT, NEAR or `~` in it {joined}");
    check_error("a NEAR/3 (b AND c)", &format!("1:10: {group}"));
    check_error("x OR (b OR NOT c) w/3 a", &format!("1:6: {group}"));
    check_error("a w/3 (b w/3 c)", &format!("1:7: {group}"));
    check_error("\"a b\"~3 w/3 c", &format!("1:1: found a phrase with `~` {joined}"));
}
