//! What the pages share: the template engine with its filters, the head, the style, axes and numbers.
//!
//! Invariants: every value is escaped by the template engine, and a policy in the head forbids scripts and outside
//! resources on top; the same data give the same bytes.

pub(crate) mod axis;
pub(crate) mod format;

use minijinja::syntax::SyntaxConfig;
use minijinja::{AutoEscape, Environment, UndefinedBehavior, Value};

/// The style of all pages, before what one page adds.
const STYLE: &str = include_str!("../../templates/page/page.css");
/// The start of a page up to its title, included by name.
const HEAD: &str = include_str!("../../templates/page/head.html");

/// An engine that knows `head.html` and the filters of all pages.
pub(crate) fn environment() -> Result<Environment<'static>, minijinja::Error> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build()?);
    environment.add_filter("thousands", format::thousands);
    environment.add_filter("counted", |count: u64, noun: &str| format::counted(count, noun));
    environment.add_filter("percent", format::percent);
    environment.add_filter("percent_range", |bounds: Option<Vec<f64>>| {
        format::percent_range(bounds.and_then(|bounds| Some((*bounds.first()?, *bounds.get(1)?))))
    });
    environment.add_filter("level_percent", format::level_percent);
    environment.add_filter("probability", |probability: f64| format!("{probability:.3}"));
    environment.add_test("web_address", |url: &str| format::is_web_address(url));
    environment.add_template("head.html", HEAD)?;
    Ok(environment)
}

/// The style of a page: what all share, then what is its own.
pub(crate) fn style(own: &str) -> Value {
    Value::from_safe_string(format!("{STYLE}{own}"))
}

/// A place in a drawing, with one decimal, so that the same numbers give the same bytes.
pub(crate) fn coordinate(value: f64) -> String {
    format!("{value:.1}")
}
