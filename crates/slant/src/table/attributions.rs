//! The Parquet column of attributions: a list of structs.

use std::sync::Arc;

use arrow_array::{
    ArrayRef,
    builder::{ArrayBuilder, ListBuilder, StringBuilder, StructBuilder, UInt32Builder},
};
use arrow_schema::{DataType, Field, Fields};

use crate::voices::AttributionValue;

/// A pair of code points, start and end.
type SpanBuilder = ListBuilder<UInt32Builder>;

/// The attributions of one batch.
pub(super) struct AttributionsBuilder {
    lists: ListBuilder<StructBuilder>,
}

impl AttributionsBuilder {
    pub(super) fn new() -> Self {
        let span = || -> Box<dyn ArrayBuilder> {
            let item = Field::new_list_field(DataType::UInt32, false);
            Box::new(SpanBuilder::new(UInt32Builder::new()).with_field(item))
        };
        let text = || -> Box<dyn ArrayBuilder> { Box::new(StringBuilder::new()) };
        let builders = vec![span(), span(), span(), text(), text()];
        let item = Field::new_list_field(DataType::Struct(fields()), false);
        let structs = StructBuilder::new(fields(), builders);
        Self { lists: ListBuilder::new(structs).with_field(item) }
    }

    pub(super) fn push(&mut self, attributions: Option<&[AttributionValue]>) {
        for attribution in attributions.unwrap_or_default() {
            let AttributionValue { content, source, cue, form, speaker } = attribution;
            let row = self.lists.values();
            for (position, span) in [Some(*content), *source, *cue].into_iter().enumerate() {
                if let Some(builder) = row.field_builder::<SpanBuilder>(position) {
                    builder.append_option(span.map(|span| span.map(Some)));
                }
            }
            for (position, text) in [(3, Some(*form)), (4, speaker.as_deref())] {
                if let Some(builder) = row.field_builder::<StringBuilder>(position) {
                    builder.append_option(text);
                }
            }
            row.append(true);
        }
        self.lists.append(attributions.is_some());
    }

    pub(super) fn finish(&mut self) -> ArrayRef {
        Arc::new(self.lists.finish())
    }
}

/// A list of `{content, source, cue, form, speaker}`.
pub(super) fn attributions_type() -> DataType {
    DataType::new_list(DataType::Struct(fields()), false)
}

fn fields() -> Fields {
    let span = || DataType::new_list(DataType::UInt32, false);
    Fields::from(vec![
        Field::new("content", span(), false),
        Field::new("source", span(), true),
        Field::new("cue", span(), true),
        Field::new("form", DataType::Utf8, false),
        Field::new("speaker", DataType::Utf8, true),
    ])
}
